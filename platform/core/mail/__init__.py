"""E-mail that leaves a house: every message is a row first and a job second, so that none is lost and none is sent for
an act that was undone. A text may hold a secret (a link that opens an account), so it is erased a day after it left.
"""
