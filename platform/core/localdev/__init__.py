"""A whole Ogniwo on one computer: the environment, a database, a broker, the processes and the checks.

It serves people who develop or look around, never an installation that centres depend on (that is `deploy/`).
Nothing here needs Django to be configured, because most of it runs before there is anything to configure.
"""
