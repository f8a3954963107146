"""The registries of the frame, and the small decisions of menu and table."""

from types import SimpleNamespace
from typing import Any

import pytest

from core.ui.rules import (
    Column,
    FirstStep,
    Group,
    MenuEntry,
    Order,
    TodayCard,
    cell_value,
    current_place,
    order_asked,
)
from core.ui.rules import frame as rules


class Viewer:
    """An account with exactly these permissions."""

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def may(self, permission: Any, /) -> bool:
        return permission in self.permissions


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, empty in (("_menu", {}), ("_bells", []), ("_today", []), ("_first_steps", [])):
        monkeypatch.setattr(rules, name, empty)


def entry(name: str, **values: Any) -> MenuEntry:
    settled: dict[str, Any] = {"label": name, "url_name": name, "group": Group.DAILY, "icon": "sun", "order": 10}
    return MenuEntry(**(settled | values))


def names(viewer: Viewer, *, kind: str = "centre") -> list[str]:
    return [each.url_name for each in rules.menu_for(viewer, kind=kind, group=Group.DAILY)]


def test_the_menu_shows_only_what_the_role_may_use_in_its_order() -> None:
    rules.register_menu(entry("late", order=90))
    rules.register_menu(entry("secret", permission="audit.view"))
    rules.register_menu(entry("early", order=5))
    assert names(Viewer()) == ["early", "late"]
    assert names(Viewer("audit.view")) == ["early", "secret", "late"]


def test_an_entry_of_centres_is_not_in_the_menu_of_the_owes() -> None:
    rules.register_menu(entry("participants", kinds=("centre",)))
    assert names(Viewer()) == ["participants"]
    assert names(Viewer(), kind="owes") == []


def test_registering_a_page_twice_leaves_one_entry() -> None:
    rules.register_menu(entry("reports"))
    rules.register_menu(entry("reports", label="Raporty"))
    assert [each.label for each in rules.menu_for(Viewer(), kind="centre", group=Group.DAILY)] == ["Raporty"]


def test_there_is_one_bell() -> None:
    assert rules.bell() is None
    rules.register_bell(url_name="old", unread=lambda account: 1)
    rules.register_bell(url_name="new", unread=lambda account: 2)
    assert rules.bell() == rules.Bell(url_name="new", unread=rules.bell().unread)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/raporty/", "/raporty/"),
        ("/raporty/7/", "/raporty/"),
        ("/kadra/nowa/", "/kadra/nowa/"),
        ("/x/", None),
    ],
)
def test_the_longest_address_that_leads_to_the_page_is_current(path: str, current: str | None) -> None:
    assert current_place(path, ["/", "/raporty/", "/kadra/", "/kadra/nowa/"]) == current


def test_cards_of_today_come_from_every_slice_the_most_pressing_first() -> None:
    card = TodayCard(title="list", text="", url="/", action="otwórz")
    rules.register_today(lambda account: [card])
    rules.register_today(lambda account: [TodayCard(title="pilne", text="", url="/", action="otwórz", order=1)])
    assert [each.title for each in rules.today_cards(Viewer())] == ["pilne", "list"]


def test_first_steps_leave_when_all_are_done() -> None:
    done = [FirstStep(title="a", text="", url="/", done=True)]
    rules.register_first_steps(lambda account: done)
    assert rules.first_steps(Viewer()) == []
    rules.register_first_steps(lambda account: [FirstStep(title="b", text="", url="/", done=False)])
    assert [step.title for step in rules.first_steps(Viewer())] == ["a", "b"]


COLUMNS = (Column("at", "Kiedy", sort="created_at"), Column("who", "Kto"))


@pytest.mark.parametrize("code", ["who", "-who", "nonsense", "", "--at", "\x00", "password"])
def test_an_unknown_order_gives_the_default(code: str) -> None:
    assert order_asked(code, COLUMNS, default="-at") == Order("at", descending=True)


def test_a_second_click_on_a_heading_turns_the_order() -> None:
    first = Order("who", descending=False).turned("at")
    assert (first.code, first.turned("at").code, first.turned("at").turned("at").code) == ("at", "-at", "at")


def test_a_cell_follows_keys_and_attributes_and_stops_at_nothing() -> None:
    row = {"by": SimpleNamespace(name="Anna"), "none": None}
    assert cell_value(row, Column("x", "", value="by.name")) == "Anna"
    assert cell_value(row, Column("x", "", value="none.name")) is None


def test_cards_stand_under_their_urgency_each_in_its_order() -> None:
    def card(title: str, tone: rules.Tone, order: int) -> TodayCard:
        return TodayCard(title=title, text="", url="/", action="otwórz", tone=tone, order=order)

    cards = [
        card("list", "neutral", 1),
        card("złóż", "info", 2),
        card("alarm", "warning", 9),
        card("brak", "danger", 3),
    ]
    grouped = [(urgency.value, [each.title for each in together]) for urgency, together in rules.by_urgency(cards)]
    assert grouped == [("first", ["brak", "alarm"]), ("next", ["złóż"]), ("news", ["list"])]
    assert rules.by_urgency([]) == []
