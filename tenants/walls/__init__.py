"""The walls: a PostgreSQL role for every house, grants from one file, and tripwires in the application.

A house is entered in one round trip (search path and role together). Whatever the application gets wrong after
that, PostgreSQL answers "permission denied" instead of another house's rows.
"""
