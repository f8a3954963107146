"""Accounts of one house: who works here, how they prove it, and for how long.

Each centre is its own data controller, so a session, an invitation or a key of one house means nothing in another.
"""
