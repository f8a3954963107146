"""The people a centre is there for, and their stays in it.

A stay begins with the trial period, goes on with the main period and ends with a reason (art. 12-15 of the Act on
social employment). What could harm a person is sealed with the centre's key; every look at a person is on record.
"""
