"""The queue of record: what somebody asked for and the machine still owes.

A request is a row, written in the same transaction as the act that asked for it. The broker only
wakes a worker; a lease says who is working, and the attempt's number says whose result counts.
"""
