"""Networking meetings: the centres of a network are called together, answer, come, agree on something, and do it.

The OWES calls a meeting; every centre answers for its own people. Professionals appear as signatures. What somebody
needs (a ramp, a meal) is counted and never stands beside a name.
"""
