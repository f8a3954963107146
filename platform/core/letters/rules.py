"""What may stand in a letter."""

LETTER = "letter"
"""The kind of post between houses that is a letter from people to people."""
SUBJECT_LENGTH = 150
BODY_LENGTH = 4000


def reply_subject(subject: str) -> str:
    """The subject of an answer; answers to answers do not pile up prefixes."""
    return subject if subject.startswith("Re: ") else f"Re: {subject}"[:SUBJECT_LENGTH]
