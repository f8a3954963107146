"""How the API reads: sentences of problems, cursors, and its description for machines and people."""

from core.api.selectors.cursors import Position, cursor_of, position_of
from core.api.selectors.problems import KEY_SENTENCES, MEANINGS, TITLES, document, maker_lost, scope_missing

__all__ = [
    "KEY_SENTENCES",
    "MEANINGS",
    "TITLES",
    "Position",
    "cursor_of",
    "document",
    "maker_lost",
    "position_of",
    "scope_missing",
]
