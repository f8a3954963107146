"""Which centres there are: doors on the public site, profiles inside a network, and the founding of a new centre.

The public site shows names and addresses of organisations and nothing else. Inside, centres of one network and their
OWES see what each of them tells about itself; another network sees nothing of it.
"""
