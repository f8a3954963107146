"""The check of a text that is about to leave the house."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from core.screening.rules import Finding, FindingKind, confirmation_of, findings_in, holds_pesel
from tenants.errors import RuleBroken

SCREENING_ACTIONS = {
    "screening.confirmed": gettext_lazy("{by} confirmed that a shared text names no participant: {target}"),
}
_WARNINGS = {
    FindingKind.PERSON: gettext_lazy("“{found}” is what a participant of your centre is called."),
    FindingKind.PHONE: gettext_lazy("{found} is the telephone of a participant of your centre."),
}


class NamesSomebody(RuleBroken):
    """A text seems to tell who a participant is. Its author may take that out, or say that it is somebody else."""

    def __init__(self, findings: tuple[Finding, ...], *, field: str) -> None:
        super().__init__(" ".join(str(_WARNINGS[each.kind]).format(found=each.text) for each in findings), field)
        self.findings = findings


def check_shared(texts: Mapping[str, str], *, by: Account, target: models.Model | str, anyway: str = "") -> None:
    """Let texts pass that other houses will read. Called by the service that saves them, in its transaction.

    Args:
        texts: field of the form → what was typed there.
        target: what the texts belong to, for the history, which never holds the text itself.
        anyway: what the author has confirmed (`confirmation_of`); nothing at the first attempt.

    Raises:
        RuleBroken: a PESEL number stands in one of them.
        NamesSomebody: a participant seems to be named, and the author has not said that it is somebody else.
    """
    for field, text in texts.items():
        if holds_pesel(text):
            sentence = _("Others will read this text, so it must not hold a PESEL number. Take the number out.")
            raise RuleBroken(sentence, field)
    found = {field: findings for field, text in texts.items() if (findings := findings_in(text))}
    if found:
        _decide(found, by=by, target=target, anyway=anyway)


def _decide(found: Mapping[str, tuple[Finding, ...]], *, by: Account, target: models.Model | str, anyway: str) -> None:
    everything = tuple(sorted({each for findings in found.values() for each in findings}))
    if anyway != confirmation_of(everything):
        raise NamesSomebody(everything, field=next(iter(found)))
    known = {"target_label": target} if isinstance(target, str) else {"target": target}
    record(by=by, action="screening.confirmed", **known)  # type: ignore[arg-type]
