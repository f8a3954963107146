"""The one exception of local development."""


class Trouble(Exception):  # noqa: N818 - it is what the person has, not what the program did
    """Something that only a person can mend. Its text is the whole sentence that the person reads."""
