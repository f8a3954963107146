"""The people who work in the centre, with or without an account of their own.

An instructor signs the attendance sheet; whoever signs in besides is a matter of accounts (`core.accounts`).
"""
