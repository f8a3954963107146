"""Forms: every field named, every error at its field and in the summary, every widget in our look."""

import re

from django import forms
from django.forms import BaseForm
from django.template import Context, Template

from core.ui.forms import SampleForm


def drawn(form: BaseForm) -> str:
    return Template("{% load ui %}{% form form submit='Zapisz' cancel='/' %}").render(Context({"form": form}))


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def sent_back() -> str:
    form = SampleForm({"name": "Pracownia", "places": "40"})
    form.add_error(None, "W te dni instruktor ma inną pracownię.")
    return drawn(form)


def test_every_error_of_the_summary_leads_to_a_field_that_is_there() -> None:
    html = sent_back()
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) >= 4
    assert set(targets) <= set(ids(html))


def test_no_two_things_in_a_form_share_an_id() -> None:
    found = ids(sent_back())
    assert len(found) == len(set(found))


def test_a_wrong_field_is_marked_and_described_by_its_error_and_its_help() -> None:
    html = drawn(SampleForm({"name": ""}))
    field = re.search(r'<input[^>]*name="name"[^>]*>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "id_name_helptext" in field[0]
    assert "id_name_error" in field[0]
    assert "is-invalid" in field[0]


def test_an_error_of_the_whole_form_is_in_the_summary() -> None:
    assert "W te dni instruktor ma inną pracownię." in sent_back()


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in drawn(SampleForm())


def test_every_field_has_a_label_and_optional_ones_say_so() -> None:
    html = drawn(SampleForm())
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
    controls = {each for each in ids(html) if re.search(rf'<(input|select|textarea)[^>]*id="{each}"', html)}
    assert controls <= labelled
    assert html.count("field-optional") == 1


def test_choices_are_grouped_under_their_question() -> None:
    assert drawn(SampleForm()).count("<fieldset") == 2


def test_an_error_of_a_hidden_field_is_not_lost() -> None:
    class Hidden(forms.Form):
        token = forms.CharField(label="Znacznik", widget=forms.HiddenInput)

    assert "Znacznik" in drawn(Hidden({}))


def test_a_form_with_a_file_can_carry_it() -> None:
    class Upload(forms.Form):
        scan = forms.FileField(label="Skan")

    assert 'enctype="multipart/form-data"' in drawn(Upload())


def test_what_was_typed_comes_back_as_text() -> None:
    html = drawn(SampleForm({"name": '"><script>x</script>'}))
    assert "<script>" not in html
