"""Amounts, rates, limits and roundings that law or practice sets, each with the days it holds and its legal basis.

The law's values come with the program; a centre may set its own for a time, with a reason. Where no value holds on a
day, nothing is calculated: the platform never guesses.
"""
