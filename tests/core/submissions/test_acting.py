"""Forms that have something done: what a rule says is said on the form, and who confirms is answered."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from core.submissions.forms import OnceForm, VersionedForm
from tenants.errors import ChangedMeanwhile, RuleBroken


class Seats(VersionedForm):
    seats = forms.IntegerField(label="Miejsca")


def typed(text: str = "seats=8&version=1", **options: Any) -> Seats:
    return Seats(QueryDict(text), initial={"seats": 12, "version": 2}, **options)


def refusing(refusal: RuleBroken) -> Any:
    def act() -> None:
        raise refusal

    return act


def test_an_accepted_form_holds_what_the_act_gave_back():
    form = OnceForm({})
    assert form.accepts(lambda: "done")
    assert form.outcome == "done"


@pytest.mark.parametrize("form", [OnceForm(), typed("seats=eight&version=1")])
def test_nothing_is_done_for_a_form_that_is_only_shown_or_makes_no_sense(form):
    assert not form.accepts(lambda: pytest.fail("acted"))


@pytest.mark.parametrize(("field", "place"), [("seats", "seats"), ("elsewhere", "__all__"), (None, "__all__")])
def test_a_refusal_stands_at_its_field_or_above_the_form(field, place):
    form = typed()
    assert not form.accepts(refusing(RuleBroken("Za dużo miejsc.", field)))
    assert form.errors == {place: ["Za dużo miejsc."]}


def test_a_change_meanwhile_is_shown_beside_what_was_typed_and_sending_again_decides():
    form = typed()
    assert not form.accepts(refusing(ChangedMeanwhile("Ktoś to zmienił.")))
    assert [(each.label, each.saved, each.typed) for each in form.meanwhile] == [("Miejsca", "12", "8")]
    assert form.data["version"] == "2"
