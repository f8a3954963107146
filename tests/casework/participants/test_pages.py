"""Pages of participants: what they show, to whom, and that every look is on record before bytes leave."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.participants.models import Participant, Stay
from casework.participants.rules import NewStay
from core.audit.models import AuditEntry
from tests.clients import HouseClient
from tests.factories.casework import a_participant, a_stay

URLS = "config.urls.centre"
PESEL, PHONE = "02270803624", "600700800"
LIST, SEARCH, ADD = (reverse(f"participants:{name}", urlconf=URLS) for name in ("list", "search", "add"))


def of_person(name: str, participant: Participant, *more: str) -> str:
    return reverse(f"participants:{name}", args=[participant.pk, *more], urlconf=URLS)


def of_stay(name: str, stay: Stay) -> str:
    return reverse(f"participants:{name}", args=[stay.pk], urlconf=URLS)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def zofia(poraj: Any, as_house: Any) -> Participant:
    """With everything that could leak."""
    with as_house(poraj):
        return a_participant(
            last_name="Sekretna",
            first_name="Zofia",
            pesel=PESEL,
            phone=PHONE,
            categories=("ALKOHOL", "BEZDOMNI"),
            stay=NewStay(date(2026, 11, 2)),
        )


@pytest.fixture
def browser(poraj: Any, account: Any, client_for: Any) -> Callable[..., HouseClient]:
    return lambda *roles: client_for(account(poraj, *(roles or ("social-worker",))))


@pytest.fixture
def entries(poraj: Any, as_house: Any) -> Callable[[str], list[dict[str, Any]]]:
    """Details of the history's entries of one action."""

    def found(action: str) -> list[dict[str, Any]]:
        with as_house(poraj):
            return list(AuditEntry.objects.filter(action=action).order_by("at", "id").values_list("details", flat=True))

    return found


def typed(**values: Any) -> dict[str, Any]:
    return {"last_name": "Nowak", "first_name": "Jan", "pesel": "90090515836"} | values


# What is shown


def test_the_list_masks_what_it_shows_and_is_on_record(zofia: Participant, browser: Any, entries: Any) -> None:
    page = text_of(browser().get(LIST))
    assert "Sekretna Zofia" in page
    assert "•••••••3624" in page
    assert PESEL not in page
    assert entries("participants.listed") == [{"people": [str(zofia.pk)], "count": 1}]


def test_a_card_hides_numbers_and_is_on_record(zofia: Participant, browser: Any, entries: Any) -> None:
    page = text_of(browser().get(of_person("card", zofia)))
    assert "Sekretna Zofia" in page
    assert PESEL not in page
    assert PHONE not in page
    assert "od alkoholu" in page
    assert entries("participants.viewed") == [{"people": [str(zofia.pk)], "count": 1}]


def test_two_looks_within_a_minute_are_two_entries(zofia: Participant, browser: Any, entries: Any) -> None:
    worker = browser()
    for _ in range(2):
        worker.get(of_person("card", zofia))
    assert len(entries("participants.viewed")) == 2


def test_what_cannot_be_recorded_is_not_shown(zofia: Participant, browser: Any, monkeypatch: Any) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the history cannot be written")

    worker = browser()
    monkeypatch.setattr("casework.participants.services.history.record", broken)
    worker.raise_request_exception = False
    for path in (LIST, of_person("card", zofia), of_person("edit", zofia)):
        answer = worker.get(path)
        assert answer.status_code == 500
        assert "Sekretna" not in text_of(answer)


def test_a_hidden_number_is_shown_once_and_its_showing_is_on_record(
    zofia: Participant, browser: Any, entries: Any
) -> None:
    worker = browser()
    answer = worker.post(of_person("reveal", zofia, "pesel"))
    assert PESEL in text_of(answer)
    assert PHONE not in text_of(answer)
    assert PESEL not in text_of(worker.get(of_person("card", zofia)))
    fragment = worker.post(of_person("reveal", zofia, "phone"), headers={"HX-Request": "true"})
    assert PHONE in text_of(fragment)
    assert "<html" not in text_of(fragment)
    assert [each["fields"] for each in entries("participants.revealed")] == ["pesel", "phone"]


def test_nothing_else_can_be_revealed_and_a_look_at_the_address_reveals_nothing(
    zofia: Participant, browser: Any
) -> None:
    worker = browser()
    assert worker.post(of_person("reveal", zofia, "categories")).status_code == 400
    assert worker.get(of_person("reveal", zofia, "pesel")).status_code == 405


@pytest.mark.parametrize("role", ["job-counsellor", "psychologist", "vocational-instructor", "accountant", "auditor"])
def test_who_may_not_reveal_is_refused(role: str, zofia: Participant, browser: Any) -> None:
    answer = browser(role).post(of_person("reveal", zofia, "pesel"))
    assert answer.status_code == 403
    assert PESEL not in text_of(answer)


# Groups of art. 1(2)


@pytest.mark.parametrize("role", ["office", "job-counsellor"])
def test_groups_are_hidden_from_those_who_need_not_know(
    role: str, zofia: Participant, browser: Any, poraj: Any, as_house: Any
) -> None:
    worker = browser(role)
    pages = [worker.get(LIST), worker.get(of_person("card", zofia))]
    if role == "office":
        pages += [worker.get(of_person("edit", zofia)), worker.get(ADD)]
        conflict = {**typed(last_name="Sekretna", pesel=PESEL), "version": "0"}
        pages.append(worker.post(of_person("edit", zofia), conflict))
        assert "Sekretna" in text_of(pages[-1])
    pages += [worker.post(SEARCH, {"q": "ALKOHOL", "stan": "wszyscy"}), worker.post(SEARCH, {"q": "sekret"})]
    for answer in pages:
        assert answer.status_code == 200
        assert "alkohol" not in text_of(answer).replace('value="ALKOHOL"', "").lower() or "Sekretna" not in text_of(
            answer
        )
        assert "ust. 2" not in text_of(answer)


def test_the_history_names_the_field_and_not_the_group(
    zofia: Participant, browser: Any, poraj: Any, as_house: Any
) -> None:
    social = browser()
    form = typed(
        last_name="Sekretna", first_name="Zofia", pesel=PESEL, phone=PHONE, main_category="NARKOTYKI", version="1"
    )
    assert social.post(of_person("edit", zofia), form).status_code == 302
    social.post(SEARCH, {"q": PESEL})
    with as_house(poraj):
        everything = " ".join(
            str(each) for each in AuditEntry.objects.order_by("id").values_list("details", "target_label")
        )
    assert "categories" in everything
    for secret in ("NARKOTYKI", "ALKOHOL", PESEL, PHONE):
        assert secret not in everything
    history = text_of(browser("auditor").get(reverse("audit:list", urlconf=URLS)))
    assert "narkotyk" not in history.lower()


# Searching


def test_what_is_typed_never_stands_in_an_address(zofia: Participant, browser: Any, entries: Any) -> None:
    worker = browser()
    for text in (PESEL, PHONE, "sekretn", "Sekertna"):
        answer = worker.post(SEARCH, {"q": text, "stan": "wszyscy"})
        assert answer.status_code == 200
        assert "Sekretna Zofia" in text_of(answer), text
        assert f"q={text}" not in text_of(answer)
    assert len(entries("participants.searched")) == 4
    assert PESEL not in str(entries("participants.searched"))
    assert "Sekretna" not in text_of(worker.get(LIST, {"q": "nobody", "stan": "zakonczone"}))


def test_filters_alone_make_an_address_that_can_be_kept(zofia: Participant, browser: Any) -> None:
    worker = browser()
    answer = worker.post(SEARCH, {"q": " ", "stan": "probny", "kolejnosc": "-dodano", "grupa": ""})
    assert (answer.status_code, answer.url) == (302, f"{LIST}?stan=probny&kolejnosc=-dodano")
    assert worker.get(SEARCH).url == LIST


@pytest.mark.parametrize(
    "query", ["stan=x", "grupa=x", "kolejnosc=pesel", "po=x", f"po={UUID(int=7)}", "przed=%00", "grupa=%00"]
)
def test_an_address_that_makes_no_sense_gives_a_list(query: str, zofia: Participant, browser: Any) -> None:
    assert browser().get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("text", ["\u202e", "x" * 101, "\x00", "<script>alert(1)</script>", "%' --"])
def test_a_search_for_nonsense_finds_nobody_and_breaks_nothing(text: str, zofia: Participant, browser: Any) -> None:
    answer = browser().post(SEARCH, {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in text_of(answer)


def test_a_list_of_three_asks_no_more_of_the_database_than_a_list_of_one(
    poraj: Any, as_house: Any, browser: Any
) -> None:
    def queries() -> int:
        worker = browser()
        worker.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            worker.get(LIST)
        return len(asked)

    with as_house(poraj):
        a_stay()
    one = queries()
    with as_house(poraj):
        for _ in range(2):
            a_stay()
    assert queries() == one


# Entering and changing


def test_a_person_is_added_with_a_stay(browser: Any, poraj: Any, as_house: Any) -> None:
    form = typed(main_category="ALKOHOL", further_categories=["BEZDOMNI"], starts_on="2026-03-02")
    answer = browser().post(ADD, form)
    with as_house(poraj):
        entered = Participant.objects.get()
        assert answer.url == of_person("card", entered)
        assert entered.categories == ["ALKOHOL", "BEZDOMNI"]
        assert entered.stays.get().starts_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("pesel", "90090515837"),
        ("pesel", "2270803624"),
        ("pesel", ""),
        ("last_name", "<script>alert(1)</script>"),
        ("last_name", "Ko\u202ewal"),
        ("first_name", ""),
        ("phone", "12"),
        ("postal_code", "1"),
        ("email", "x"),
        ("street", "u" * 130),
        ("birth_date", "2126-01-01"),
        ("birth_date", "31.02.2020"),
        ("starts_on", "1999-01-01"),
        ("starts_on", "jutro"),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field_and_nothing_typed_is_lost(
    field: str, wrong: str, browser: Any, poraj: Any, as_house: Any
) -> None:
    answer = browser().post(ADD, typed(place="Poraj", street="Górnicza 5") | {field: wrong})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Poraj"' in text_of(answer)
    assert "<script>alert" not in text_of(answer)
    with as_house(poraj):
        assert not Participant.objects.exists()


@pytest.mark.parametrize("name", ["O'Brien", "Nowak-Kowalska", "D’Arc"])
def test_names_with_apostrophes_and_hyphens_are_welcome(name: str, browser: Any, poraj: Any, as_house: Any) -> None:
    assert browser().post(ADD, typed(last_name=name)).status_code == 302
    with as_house(poraj):
        assert Participant.objects.get().last_name == name


def test_the_same_pesel_number_is_refused_at_its_field(zofia: Participant, browser: Any) -> None:
    answer = browser().post(ADD, typed(pesel=PESEL))
    assert list(answer.context["form"].errors) == ["pesel"]
    assert "Sekretna" not in text_of(answer)


@pytest.mark.parametrize("unlikely", [{"sex": "K"}, {"birth_date": "1990-09-06"}])
def test_what_is_unlikely_has_to_be_confirmed(unlikely: dict[str, str], browser: Any) -> None:
    worker = browser()
    answer = worker.post(ADD, typed(**unlikely))
    assert list(answer.context["form"].errors) == ["confirmed"]
    assert 'type="checkbox" name="confirmed"' in text_of(answer)
    assert worker.post(ADD, typed(**unlikely, confirmed="on")).status_code == 302


def test_perhaps_the_same_person_has_to_be_confirmed(browser: Any, poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        a_participant(last_name="NOWAK", first_name="Jan", other_identifier="AB 1", birth_date=date(1990, 9, 5))
    worker = browser()
    answer = worker.post(ADD, typed())
    assert list(answer.context["form"].errors) == ["confirmed"]
    assert worker.post(ADD, typed(confirmed="on")).status_code == 302


def test_pressing_twice_adds_one_person(browser: Any, poraj: Any, as_house: Any) -> None:
    worker = browser()
    form = typed(form_id=str(uuid4()))
    first, second = worker.post(ADD, form), worker.post(ADD, form)
    assert first.url == second.url
    with as_house(poraj):
        assert Participant.objects.count() == 1


def test_opening_a_card_for_editing_is_on_record(zofia: Participant, browser: Any, entries: Any) -> None:
    page = text_of(browser().get(of_person("edit", zofia)))
    assert f'value="{PESEL}"' in page
    assert 'value="2002-07-08"' in page
    assert len(entries("participants.opened")) == 1


# Two people at one card


@pytest.fixture
def changed_meanwhile(zofia: Participant, browser: Any) -> dict[str, Any]:
    """What a colleague sends after somebody else has saved another place."""
    mine = typed(last_name="Sekretna", first_name="Zofia", pesel=PESEL, phone=PHONE, version="1")
    mine |= {"main_category": "ALKOHOL", "further_categories": ["BEZDOMNI"]}
    assert browser().post(of_person("edit", zofia), mine | {"place": "Myszków"}).status_code == 302
    return mine | {"place": "Koziegłowy", "street": "Nowa 7"}


def test_both_versions_are_shown_and_nothing_typed_is_lost(
    zofia: Participant, changed_meanwhile: dict[str, Any], browser: Any, poraj: Any, as_house: Any
) -> None:
    answer = browser().post(of_person("edit", zofia), changed_meanwhile)
    page = text_of(answer)
    assert [each.field for each in answer.context["differences"]] == ["street", "place"]
    assert "Myszków" in page
    assert "Koziegłowy" in page
    assert 'name="street" value="Nowa 7"' in page
    with as_house(poraj):
        assert Participant.objects.get().place == "Myszków"


@pytest.mark.parametrize(("choice", "place"), [("mine", "Koziegłowy"), ("theirs", "Myszków")])
def test_what_is_chosen_is_saved(
    choice: str,
    place: str,
    zofia: Participant,
    changed_meanwhile: dict[str, Any],
    browser: Any,
    poraj: Any,
    as_house: Any,
) -> None:
    decided = {"version": "2", "differs": ["street", "place"], "keep_street": "mine", "keep_place": choice}
    answer = browser().post(of_person("edit", zofia), changed_meanwhile | decided)
    assert answer.status_code == 302
    with as_house(poraj):
        kept = Participant.objects.get()
        assert (kept.street, kept.place, kept.version) == ("Nowa 7", place, 3)


def test_an_undecided_conflict_is_asked_about_again(
    zofia: Participant, changed_meanwhile: dict[str, Any], browser: Any, poraj: Any, as_house: Any
) -> None:
    undecided = {"version": "2", "differs": ["street", "place"], "keep_street": "mine"}
    answer = browser().post(of_person("edit", zofia), changed_meanwhile | undecided)
    assert answer.status_code == 200
    assert answer.context["is_undecided"]
    assert 'name="place" value="Koziegłowy"' in text_of(answer)
    with as_house(poraj):
        assert Participant.objects.get().place == "Myszków"


def test_a_third_version_is_a_conflict_again(
    zofia: Participant, changed_meanwhile: dict[str, Any], browser: Any
) -> None:
    stale = {"version": "1", "differs": ["place"], "keep_place": "mine"}
    answer = browser().post(of_person("edit", zofia), changed_meanwhile | stale)
    assert [each.field for each in answer.context["differences"]] == ["street", "place"]


def test_two_who_save_the_same_are_of_one_mind(
    zofia: Participant, changed_meanwhile: dict[str, Any], browser: Any
) -> None:
    same = changed_meanwhile | {"place": "Myszków", "street": ""}
    assert browser().post(of_person("edit", zofia), same).url == of_person("card", zofia)


# Stays


def test_a_stay_is_begun_extended_ended_and_reopened(browser: Any, poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        participant = a_participant()
    worker = browser()
    assert worker.post(of_person("begin", participant), {"starts_on": "2026-03-02"}).status_code == 302
    with as_house(poraj):
        stay = Stay.objects.get()
    steps = [
        ("amend", {"starts_on": "2026-03-03", "plan_signed_on": "2026-03-03", "version": "1"}),
        ("extend", {"ends_on": "2027-06-30", "version": "2"}),
        ("end", {"ends_on": "2026-11-10", "reason": "ZATRUDNIENIE", "note": "Piekarnia", "version": "3"}),
        ("reopen", {"version": "4"}),
    ]
    for name, form in steps:
        assert worker.get(of_stay(name, stay)).status_code == 200
        assert worker.post(of_stay(name, stay), form).status_code == 302, name
        assert worker.get(of_person("card", participant)).status_code == 200
    with as_house(poraj):
        stay.refresh_from_db()
        assert (stay.starts_on, stay.ends_on, stay.version) == (date(2026, 3, 3), None, 5)


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [
        ("end", {"ends_on": "2026-01-01", "reason": "ZGON"}, "ends_on"),
        ("end", {"ends_on": "2066-01-01", "reason": "ZGON"}, "ends_on"),
        ("end", {"ends_on": "2026-11-10", "reason": ""}, "reason"),
        ("end", {"ends_on": "", "reason": "ZGON"}, "ends_on"),
        ("extend", {"ends_on": "2030-01-01"}, "ends_on"),
        ("extend", {"ends_on": "2026-03-03"}, "ends_on"),
        ("amend", {"starts_on": "1926-01-01"}, "starts_on"),
        ("amend", {"starts_on": "2026-03-02", "plan_signed_on": "2199-01-01"}, "plan_signed_on"),
        ("end", {"ends_on": "2026-11-10", "reason": "ZGON", "version": "7"}, "__all__"),
    ],
)
def test_days_that_make_no_sense_get_a_sentence_at_their_field(
    name: str, form: dict[str, str], field: str, browser: Any, poraj: Any, as_house: Any
) -> None:
    with as_house(poraj):
        stay = a_stay(starts_on=date(2026, 3, 2))
    answer = browser().post(of_stay(name, stay), {"version": "1"} | form)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_overlapping_stays_get_a_sentence(zofia: Participant, browser: Any) -> None:
    answer = browser().post(of_person("begin", zofia), {"starts_on": "2026-11-10"})
    assert list(answer.context["form"].errors) == ["starts_on"]


# Strangers


def test_a_person_of_another_centre_does_not_exist_here(
    zofia: Participant, klobuck: Any, account: Any, client_for: Any, poraj: Any, as_house: Any
) -> None:
    with as_house(poraj):
        stay = Stay.objects.get()
    stranger = client_for(account(klobuck, "manager"))
    for path in (of_person("card", zofia), of_person("edit", zofia), of_person("begin", zofia), of_stay("end", stay)):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {}).status_code in {404, 405}
    assert stranger.post(of_person("reveal", zofia, "pesel")).status_code == 404
    assert "Sekretna" not in text_of(stranger.post(SEARCH, {"q": PESEL, "stan": "wszyscy"}))


def test_an_instructor_does_not_see_people_of_other_groups(zofia: Participant, browser: Any) -> None:
    instructor = browser("vocational-instructor")
    assert instructor.get(of_person("card", zofia)).status_code == 404
    assert "Sekretna" not in text_of(instructor.get(LIST))
    assert "Sekretna" not in text_of(instructor.post(SEARCH, {"q": PESEL}))


@pytest.mark.parametrize("role", ["accountant", "auditor", "account-administrator"])
def test_who_has_nothing_to_do_with_people_sees_no_list(role: str, zofia: Participant, browser: Any) -> None:
    for path in (LIST, ADD, of_person("card", zofia)):
        assert browser(role).get(path).status_code == 403


@pytest.mark.parametrize("role", ["psychologist", "job-counsellor", "vocational-instructor"])
def test_who_may_look_may_not_change(role: str, zofia: Participant, browser: Any, poraj: Any, as_house: Any) -> None:
    with as_house(poraj):
        stay = Stay.objects.get()
    for path in (ADD, of_person("edit", zofia), of_person("begin", zofia), of_stay("end", stay)):
        assert browser(role).get(path).status_code == 403
        assert browser(role).post(path, {}).status_code == 403
