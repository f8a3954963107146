"""The history: in sentences, filtered, in pages that cost the same, taken along, and never changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEntry
from core.audit.rules import ACTIONS, PLATFORM, EntryFilter, register_action, register_group, sentence
from core.audit.selectors import PAGE_SIZE, entries, history_page
from core.audit.services import record

pytestmark = pytest.mark.usefixtures("second_factor_waived")
LIST, EXPORT = (reverse(f"audit:{name}", urlconf="config.urls.centre") for name in ("list", "export"))


@pytest.fixture(autouse=True)
def _actions() -> Any:
    register_action("test.opened", "{by} opened {target} in {room}")
    register_action("test.shut", "{by} shut {target}")
    register_group("test", "Doors")
    yield
    for code in ("test.opened", "test.shut"):
        del ACTIONS[code]


@pytest.fixture
def anna(poraj: Any, account: Any, as_house: Any) -> Any:
    anna = account(poraj, "manager", name="Anna Kowalska")
    with as_house(poraj):
        yield anna


def opened(by: Any, label: str = "the door", **values: Any) -> AuditEntry:
    entry = record(by=by, action="test.opened", target_label=label, details={"room": "12"})
    return add(entry, **values) if values else entry


def add(entry: AuditEntry, **values: Any) -> AuditEntry:
    """An entry of another moment: written as such, because nothing in the history can be changed."""
    kept = {
        field.name: getattr(entry, field.name) for field in AuditEntry._meta.fields if field.name not in {"id", "at"}
    }
    return AuditEntry.objects.create(**(kept | values))


def sentences(wanted: EntryFilter | None = None) -> list[str]:
    page = history_page(wanted or EntryFilter(group="test"))
    return [line.sentence for day in page.days for line in day.lines]


def test_an_entry_reads_as_a_sentence(anna: Any) -> None:
    opened(anna)
    assert sentences() == ["Anna Kowalska opened the door in 12"]


def test_the_name_of_then_stays_when_the_account_is_renamed(anna: Any) -> None:
    opened(anna)
    type(anna).objects.filter(pk=anna.pk).update(name="Anna Nowak")
    assert sentences() == ["Anna Kowalska opened the door in 12"]


def test_old_entries_stay_readable_when_the_sentence_gains_a_word_or_goes(anna: Any) -> None:
    assert sentence("test.opened", by="A", target="T", details={}) == "A opened T in –"
    assert sentence("test.gone", by="A", target="T", details={}) == "A: test.gone T"


def test_values_are_never_read_as_templates() -> None:
    assert sentence("test.shut", by="{target}", target="{by.__class__}", details={}) == "{target} shut {by.__class__}"


def test_an_unknown_action_cannot_be_recorded(anna: Any) -> None:
    with pytest.raises(KeyError):
        record(by=anna, action="test.unknown")


def test_the_platform_signs_with_its_own_name(anna: Any) -> None:
    record(by=None, action="test.shut", target_label="the door")
    assert sentences() == [f"{PLATFORM} shut the door"]


@pytest.mark.parametrize("change", ["update", "delete", "truncate"])
def test_the_house_may_only_add_to_its_history(change: str, anna: Any) -> None:
    entry = opened(anna)
    statements = {
        "update": f"UPDATE core_auditentry SET by_name = 'x' WHERE id = '{entry.pk}'",
        "delete": "DELETE FROM core_auditentry",
        "truncate": "TRUNCATE core_auditentry",
    }
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statements[change])


def test_filters_narrow_the_history(poraj: Any, anna: Any, account: Any) -> None:
    jan = account(poraj, "office", name="Jan Nowak")
    now = timezone.now()
    first = opened(anna, "the gate", at=now - timedelta(days=40), target_id="gate-1")
    opened(jan, "the window", at=now - timedelta(days=3))
    record(by=None, action="test.shut", target_label="the window")
    today = timezone.localdate()

    def found(**wanted: Any) -> int:
        return entries(EntryFilter(**({"group": "test"} | wanted))).count()

    assert found() == 5  # two of them were written twice
    assert found(by=jan.pk) == 2
    assert found(by_platform=True) == 1
    assert found(target_id=first.target_id) == 1
    assert found(since=today - timedelta(days=4), until=today - timedelta(days=2)) == 1
    assert found(until=today - timedelta(days=30)) == 1
    assert found(text="WINDOW") == 3
    assert found(text="Nowak") == 2
    assert found(group="letters") == 0


def test_a_day_is_a_polish_day(anna: Any) -> None:
    opened(anna, "late", at="2026-06-30T22:30:00Z")  # half past midnight in Warsaw
    page = history_page(EntryFilter(group="test", since=date(2026, 7, 1), until=date(2026, 7, 1)))
    assert [day.on for day in page.days] == [date(2026, 7, 1)]


def test_pages_follow_each_other_without_gaps_or_repeats(anna: Any) -> None:
    moment = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(by_name="x", action="test.shut", target_label=str(n), at=moment - timedelta(seconds=n // 7))
        for n in range(2 * PAGE_SIZE + 5)
    )
    seen: list[Any] = []
    before = None
    while True:
        page = history_page(EntryFilter(group="test"), before=before)
        seen += [line.id for day in page.days for line in day.lines]
        if not page.older:
            break
        before = page.older
    assert len(seen) == len(set(seen)) == 2 * PAGE_SIZE + 5


def test_the_page_shows_sentences_and_records_the_reading_once_a_minute(anna: Any, client_for: Any) -> None:
    opened(anna)
    browser = client_for(anna)
    for _ in range(3):
        assert "Anna Kowalska opened the door in 12" in browser.get(LIST).content.decode()
    assert AuditEntry.objects.filter(action="audit.viewed", by_id=anna.pk).count() == 1


def test_the_reading_of_a_minute_ago_is_another_one(anna: Any, client_for: Any) -> None:
    AuditEntry.objects.create(
        by_id=anna.pk, by_name=anna.name, action="audit.viewed", at=timezone.now() - timedelta(minutes=2)
    )
    client_for(anna).get(LIST)
    assert AuditEntry.objects.filter(action="audit.viewed").count() == 2


@pytest.mark.parametrize(
    "query",
    ["?since=x", "?until=9999-12-31", "?since=0001-01-01", "?since=2026-05-02&until=2026-05-01", "?who=x", "?group=x",
     "?before=x", "?before=00000000-0000-0000-0000-000000000000", "?text=%00", "?text=%25", "?target=' OR 1=1"],
)  # fmt: skip
def test_no_address_breaks_the_page(query: str, anna: Any, client_for: Any) -> None:
    assert client_for(anna).get(LIST + query).status_code == 200


def test_a_wrong_date_is_named_at_its_field(anna: Any, client_for: Any) -> None:
    form = client_for(anna).get(f"{LIST}?since=2026-05-02&until=2026-05-01").context["tools"]["filters"]
    assert list(form.errors) == ["until"]


def test_what_is_taken_along_is_the_filtered_list_and_is_recorded_with_its_filter(anna: Any, client_for: Any) -> None:
    opened(anna, "=cmd|calc")
    record(by=None, action="test.shut", target_label="the window")
    answer = client_for(anna).post(f"{EXPORT}?who={anna.pk}&group=test")
    text = answer.content.decode("utf-8-sig")
    assert "attachment" in answer["Content-Disposition"]
    assert "Anna Kowalska opened =cmd|calc in 12" in text
    assert "window" not in text
    entry = AuditEntry.objects.get(action="audit.exported")
    assert entry.details == {"by": str(anna.pk), "group": "test", "count": 1}


def test_a_get_takes_nothing_along(anna: Any, client_for: Any) -> None:
    assert client_for(anna).get(EXPORT).status_code == 405


def test_a_stranger_sees_nothing_of_it(poraj: Any, klobuck: Any, anna: Any, account: Any, client_for: Any) -> None:
    entry = opened(anna, "Tajne drzwi")
    assert client_for(account(poraj, "office")).get(LIST).status_code == 403
    stranger = client_for(account(klobuck, "manager"))
    for query in ("", f"?before={entry.pk}", f"?who={anna.pk}", "?text=drzwi"):
        assert "Tajne" not in stranger.get(LIST + query).content.decode()
    assert "Tajne" not in stranger.post(EXPORT).content.decode()
    assert client_for(house=poraj).get(LIST).status_code == 302


def test_the_auditor_reads_the_history(poraj: Any, account: Any, client_for: Any) -> None:
    assert client_for(account(poraj, "auditor")).get(LIST).status_code == 200


def test_three_entries_cost_as_many_queries_as_one(anna: Any, client_for: Any) -> None:
    browser = client_for(anna)
    opened(anna)
    browser.get(LIST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get(LIST)
        return len(counted)

    one = queries()
    opened(anna)
    opened(anna)
    assert queries() == one


def test_every_group_and_sentence_is_known() -> None:
    from core.audit.rules import GROUPS

    assert {code.split(".")[0] for code in ACTIONS} <= set(GROUPS)
