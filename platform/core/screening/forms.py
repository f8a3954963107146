"""A form whose texts other houses will read."""

from core.screening.rules import Finding, confirmation_of
from core.screening.services import NamesSomebody
from core.submissions.forms import ActingForm
from tenants.errors import RuleBroken


class SharedTextForm(ActingForm):
    """Put it first among the bases of the form, and hand `anyway` to the service that checks the texts.

    When a participant seems to be named, the form comes back with everything typed, what was found, and two ways on:
    to correct the text, or to save it as it is.
    """

    findings: tuple[Finding, ...] = ()

    @property
    def anyway(self) -> str:
        """What the author has seen found and wants saved all the same."""
        return str(self.data.get("anyway", ""))

    @property
    def confirmation(self) -> str:
        """What the button that saves all the same sends."""
        return confirmation_of(self.findings)

    def refuse(self, broken: RuleBroken) -> None:
        if isinstance(broken, NamesSomebody):
            self.findings = broken.findings
        super().refuse(broken)
