"""What holds on a day, where it comes from, and its words on the screen."""

from casework.parameters.selectors.holding import (
    Entry,
    Holding,
    history,
    holding,
    holdings,
    no_value,
    override_of,
    parameter_named,
    settings_touching,
    values_on,
    values_through,
)
from casework.parameters.selectors.words import (
    ARTICLE_LABELS,
    CHOICE_LABELS,
    EVIDENCE_LABELS,
    GROUP_LABELS,
    PARAMETER_LABELS,
    misfit_sentence,
    shown_value,
)

__all__ = [
    "ARTICLE_LABELS",
    "CHOICE_LABELS",
    "EVIDENCE_LABELS",
    "GROUP_LABELS",
    "PARAMETER_LABELS",
    "Entry",
    "Holding",
    "history",
    "holding",
    "holdings",
    "misfit_sentence",
    "no_value",
    "override_of",
    "parameter_named",
    "settings_touching",
    "shown_value",
    "values_on",
    "values_through",
]
