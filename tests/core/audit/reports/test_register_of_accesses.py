from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.audit.reports.register_of_accesses import REGISTER_OF_ACCESSES, build
from core.reports.rules import Content
from tenants.organisations.models import Organisation
from tests.clients import CANARY

House = Callable[[Organisation], Any]


def _silent(_share: float) -> None:
    return None


def _entry(at: datetime, *, by: str = "Anna Nowak", **values: Any) -> AuditEntry:
    return AuditEntry.objects.create(at=at, by_name=by, action="reports.requested", target_label="Lista", **values)


def _october(**parameters: Any) -> Content:
    return build({"month": "2026-10", **parameters}, _silent, by=Account())


def test_a_month_runs_from_midnight_to_midnight_on_the_polish_clock(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        before = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)
        first = datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
        last = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)
        after = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
        for moment in (after, last, first, before):
            _entry(moment)
        assert [row[0] for row in _october().tables[0].rows] == [first, last]


def test_one_row_says_when_who_did_what_and_from_where(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        _entry(datetime(2026, 10, 5, tzinfo=UTC), ip="10.0.0.1", request_id="AB-12", details={"format": "PDF"})
        (row,) = _october().tables[0].rows
        assert row[1] == "Anna Nowak"
        assert "Lista" in str(row[2])
        assert "PDF" in str(row[2])
        assert row[3:] == ("10.0.0.1", "AB-12")


def test_it_can_be_about_one_person(poraj: Organisation, as_house: House, account: Callable[..., Account]) -> None:
    anna = account(poraj, "manager", name="Anna Nowak")
    with as_house(poraj):
        _entry(datetime(2026, 10, 5, tzinfo=UTC), by_id=anna.pk)
        _entry(datetime(2026, 10, 6, tzinfo=UTC), by="Jan Kos")
        content = _october(account=str(anna.pk))
        assert [row[1] for row in content.tables[0].rows] == ["Anna Nowak"]
        assert "Anna Nowak" in str(content.blocks[0])


def test_acts_in_another_house_are_not_in_it(poraj: Organisation, klobuck: Organisation, as_house: House) -> None:
    with as_house(klobuck):
        _entry(datetime(2026, 10, 5, tzinfo=UTC), by=CANARY)
    with as_house(poraj):
        content = _october()
        assert content.row_count == 0
        assert CANARY not in str(content)


def test_a_quiet_month_is_a_paper_too(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        assert _october().tables[0].empty


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    poraj: Organisation, as_house: House, count: int, django_assert_max_num_queries: Any
) -> None:
    with as_house(poraj):
        for _ in range(count):
            _entry(datetime(2026, 10, 5, tzinfo=UTC))
        with django_assert_max_num_queries(4):
            assert _october().row_count == count


def test_it_is_named_after_its_month() -> None:
    assert REGISTER_OF_ACCESSES.title({"month": "2026-10"}).endswith("2026")
