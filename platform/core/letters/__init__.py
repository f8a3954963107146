"""Letters between organisations: an adviser writes to centres, a centre to its adviser or to another centre.

A letter leaves the house, so it never carries anything about a participant: a text with a PESEL number is refused.
Whoever wrote can see when the letter was read.
"""
