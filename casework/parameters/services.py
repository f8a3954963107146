"""A centre sets a value of its own, with a reason, and may withdraw it. Nothing is ever overwritten."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.parameters.models import ParameterOverride
from casework.parameters.rules import DEFINITIONS, Misfit, Parameter
from casework.parameters.selectors import PARAMETER_LABELS, misfit_sentence, shown_value
from core.accounts.models import Account
from core.audit.services import record
from tenants.errors import RuleBroken

PARAMETER_ACTIONS = {
    "parameters.overridden": gettext_lazy("{by} set “{target}” to {value} from {since}"),
    "parameters.withdrawn": gettext_lazy("{by} withdrew the centre's value {value} of “{target}” from {since}"),
}


@transaction.atomic
def override(
    *,
    by: Account,
    parameter: Parameter,
    value: str,
    valid_from: date,
    valid_until: date | None,
    reason: str,
    legal_basis: str = "",
) -> ParameterOverride:
    """Set a value of this centre, from a day on; of several that hold on a day the latest made counts.

    Raises:
        RuleBroken: the value does not fit its parameter, the days are in the wrong order, or no reason is given.
    """
    text = _fitting(parameter, value)
    if valid_until is not None and valid_until < valid_from:
        raise RuleBroken(_("The last day cannot be before the first day."), field="valid_until")
    if not reason.strip():
        raise RuleBroken(_("Say why the centre sets its own value."), field="reason")
    made = ParameterOverride.objects.create(
        parameter=parameter,
        value=text,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason.strip(),
        legal_basis=legal_basis.strip(),
        created_by=by,
    )
    _put_on_record(by, "parameters.overridden", made)
    return made


@transaction.atomic
def withdraw_override(*, by: Account, override_id: UUID, now: datetime) -> None:
    """Stop a value of this centre from counting, for every day; it stays in the history.

    Raises:
        RuleBroken: there is no such value, or it has been withdrawn before.
    """
    own = ParameterOverride.objects.select_for_update(of=("self",)).filter(pk=override_id).first()
    if own is None or own.withdrawn_at is not None:
        raise RuleBroken(_("This value has already been withdrawn."))
    own.withdrawn_by, own.withdrawn_at = by, now
    own.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _put_on_record(by, "parameters.withdrawn", own)


def _fitting(parameter: Parameter, value: str) -> str:
    try:
        return DEFINITIONS[parameter].read(value)
    except Misfit as misfit:
        raise RuleBroken(misfit_sentence(parameter, misfit.code), field="value") from misfit


def _put_on_record(by: Account, action: str, own: ParameterOverride) -> None:
    parameter = Parameter(own.parameter)
    details = {"value": shown_value(parameter, own.value), "since": f"{own.valid_from:%d.%m.%Y}"}
    record(by=by, action=action, target=own, target_label=str(PARAMETER_LABELS[parameter]), details=details)
