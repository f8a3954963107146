"""The one exception of local development."""


class Trouble(Exception):
    """Something that only a person can mend. Its text is the whole sentence that the person reads."""
