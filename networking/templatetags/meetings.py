"""Words of meetings for templates."""

from collections.abc import Mapping
from typing import Any

from django import template

from networking.meetings.selectors import ANSWER_LABELS, ANSWER_TONES, PART_LABELS, STATE_LABELS, STATE_TONES, when

register = template.Library()
register.filter("when", when)

_LABELS: dict[str, Mapping[Any, Any]] = {"state": STATE_LABELS, "answer": ANSWER_LABELS, "part": PART_LABELS}
_TONES: dict[str, Mapping[Any, str]] = {"state": STATE_TONES, "answer": ANSWER_TONES}


@register.filter
def word(code: str, of: str) -> str:
    """How a code is called on the screen: `{{ meeting.state|word:"state" }}`."""
    return str(_LABELS[of][code])


@register.filter
def tone(code: str, of: str) -> str:
    """The tone of a code's badge."""
    return _TONES[of][code]
