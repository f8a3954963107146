"""Who wrote a letter, as words that may leave the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Signature:
    """A professional as other houses may know them: the account's identifier, the name, the function."""

    account: UUID
    name: str
    function: str
