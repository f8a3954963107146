"""I2 and G3: what one centre keeps shows in no other, and what it keeps of people stands in no log, job or cache."""

import base64
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.urls import Resolver404, resolve

from casework.figures.services import release_month
from core.access.rules import roles_of_kind
from core.accounts.models import Account
from core.imports.services import upload
from core.reports.rules import report_kinds
from core.reports.services import download_report, make_report, request_report
from networking.meetings.models import Meeting
from tenants.jobs.models import Job
from tenants.jobs.rules import Waiting
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context
from tests.casework.canaries import (
    CANARIES,
    HELD,
    TODAY,
    WITHOUT,
    digits_in,
    numbers_of,
    put_canaries,
    spreadsheet,
    text_columns,
    text_of,
    told,
)
from tests.clients import HouseClient
from tests.networking.directory.profiles import fill_in
from tests.networking.meetings.held import a_meeting, coming
from worker.dispatcher import publish

CENTRES = ("poraj", "klobuck")
ROLES = roles_of_kind("centre")
LINK = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)"')
NOT_FOLLOWED = ("/static/", "/konto/wyloguj", "/jezyk", "/konto/")
OCTOBER = date(2026, 10, 1)
ASKED = {"group": "all", "month": "2026-10", "period": "2026-10", "day": "2026-10-15", "reach": "day"}
OF_THE_NETWORK = {
    "directory:centre": "members of a network read one another's profiles",
    "meetings:meeting": "everybody who is in the network reads what is called in it",
    "meetings:calendar-file": "the same meeting, for a calendar",
    "meetings:minutes": "the same meeting, afterwards",
    "meetings:notes": "each centre that was there writes its own notes of it",
}
"""Pages of one centre that another of its network may read too, and why. They hold nothing of its people."""

NAMES_THE_INVITED = {
    "meeting-report": "who came is told with the centre that sent them",
    "meeting-attendance-list": "everybody signs beside the name of their centre",
}
"""Papers of a centre that name other centres, and why."""


def view_of(path: str) -> str:
    """The name of the page at an address of a centre."""
    return resolve(path.split("?", maxsplit=1)[0], urlconf="config.urls.centre").view_name


class Walk:
    """One account's way through all pages it is led to, each kind of page at most so many times."""

    def __init__(self, client: HouseClient, *, visits: int = 2) -> None:
        self.client, self.most = client, visits
        self.pages: dict[str, str] = {}
        self.visits: Counter[str] = Counter()

    def everywhere(self) -> "Walk":
        waiting = ["/"]
        while waiting:
            path = waiting.pop(0)
            if self._is_new(path):
                self.pages[path] = self._text(path)
                waiting += [found.replace("&amp;", "&") for found in LINK.findall(self.pages[path])]
        return self

    def _is_new(self, path: str) -> bool:
        if path in self.pages or path.startswith(NOT_FOLLOWED):
            return False
        try:
            view = view_of(path)
        except Resolver404:
            return False
        self.visits[view] += 1
        return self.visits[view] <= self.most

    def _text(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code in {200, 302}, (path, response.status_code)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return f"{response.headers!r}\n{body.decode(errors='replace')}"


@pytest.fixture
def stories() -> dict[str, Any]:
    return {slug: told(slug) for slug in CENTRES}


@pytest.fixture
def houses(
    stories: dict[str, Any], jowes: Organisation, account: Callable[..., Account], as_house: Callable[..., Any]
) -> dict[str, dict[str, Account]]:
    """Two centres and the OWES, each full of its own canary, in one network; slug → role → account."""
    found: dict[str, dict[str, Account]] = {}
    for slug in CENTRES:
        house = Organisation.objects.get(schema_name=slug)
        found[slug] = {role: account(house, role, name=f"{CANARIES[slug]} {role}") for role in ROLES}
        with as_house(house):
            put_canaries(stories[slug])
            release_month(by=found[slug]["manager"], month=OCTOBER, today=TODAY)
        fill_in(slug, about="Działamy od lat.", place=slug.title())
    found["jowes"] = {"adviser": account(jowes, "adviser", name=f"{CANARIES['jowes']} adviser")}
    _meet(jowes)
    return found


def _meet(owes: Organisation) -> None:
    """Both centres were at a meeting of the OWES, by professionals whose names everybody there may read."""
    invited = [Organisation.objects.get(schema_name=slug) for slug in CENTRES]
    meeting = a_meeting(owes, *invited)
    for house in invited:
        (delegate,) = coming(meeting, house, f"Jan Wysłany {house.schema_name}")
        with house_context(owes):
            delegate.was_present = True
            delegate.save(update_fields=["was_present"])


@pytest.fixture(autouse=True)
def _files_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OGNIWO_FILES_ROOT", str(tmp_path))


def foreign_in(text: str, slug: str, stories: dict[str, Any]) -> set[str]:
    """Canaries and numbers of other houses."""
    words = {word for other, word in CANARIES.items() if other != slug and word in text.lower()}
    numbers = set().union(*(numbers_of(story) for other, story in stories.items() if other != slug))
    return words | (numbers & digits_in(text))


def test_every_text_of_casework_holds_a_canary_or_says_why_not() -> None:
    held = {f"{model}.{field}" for model, fields in HELD.items() for field in fields}
    assert held | set(WITHOUT) == text_columns()
    assert not held & set(WITHOUT)


@pytest.mark.parametrize("slug", CENTRES)
def test_no_page_of_a_centre_shows_another_house(
    slug: str, houses: dict[str, Any], stories: dict[str, Any], client_for: Callable[..., HouseClient]
) -> None:
    walks = {
        role: Walk(client_for(by), visits=2 if role == "manager" else 1).everywhere()
        for role, by in houses[slug].items()
    }
    for role, walk in walks.items():
        assert [(role, path) for path, text in walk.pages.items() if foreign_in(text, slug, stories)] == []
    shown = "\n".join(walks["manager"].pages.values())
    assert sum(len(walk.pages) for walk in walks.values()) > 150
    for column in ("last_name", "first_name", "street", "closing_note", "name", "description"):
        assert f"{CANARIES[slug]}-{column}" in shown, f"the walk has not come to {column}"


def test_the_addresses_of_one_centre_lead_nowhere_in_another(
    houses: dict[str, Any], stories: dict[str, Any], client_for: Callable[..., HouseClient]
) -> None:
    theirs = Walk(client_for(houses["klobuck"]["manager"])).everywhere().pages
    client = client_for(houses["poraj"]["manager"])
    named = [path for path in theirs if re.search(r"[0-9a-f]{8}-", path)]
    assert len(named) > 10
    for path in named:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert foreign_in(body.decode(errors="replace"), "poraj", stories) == set(), path
        assert response.status_code == 404 or "?" in path or view_of(path) in OF_THE_NETWORK, path
    assert set(map(view_of, named)) >= {"directory:centre", "meetings:meeting"}


def papers(by: Account) -> Iterator[tuple[str, bytes]]:
    """Every paper that this account may have, in every format."""
    asked = ASKED | {"meeting": str(Meeting.objects.get().pk)}
    for kind in report_kinds():
        for shape in kind.formats if by.may(kind.permission) and "centre" in kind.houses else ():
            report = request_report(by=by, kind=kind.code, parameters=asked, format=shape)
            make_report(report_id=str(report.pk))
            with download_report(by=by, report_id=report.pk).stream as stream:
                yield f"{kind.code}.{shape.value}", stream.read()


@pytest.mark.parametrize("slug", CENTRES)
def test_no_paper_of_a_centre_names_another_house(
    slug: str, houses: dict[str, Any], stories: dict[str, Any], as_house: Callable[..., Any]
) -> None:
    with as_house(Organisation.objects.get(schema_name=slug)):
        made = {name: text_of(content, name=name) for name, content in papers(houses[slug]["manager"])}
    (neighbour,) = Organisation.objects.filter(schema_name__in=CENTRES).exclude(schema_name=slug)
    assert len(made) >= 23
    for name, text in made.items():
        assert foreign_in(text, slug, stories) == set(), name
        names_it = neighbour.name in " ".join(text.split())
        assert names_it == (name.rpartition(".")[0] in NAMES_THE_INVITED), name
    assert sum(CANARIES[slug] in text.lower() for text in made.values()) >= 12


def kept_in_valkey() -> str:
    """Everything that the broker and the cache hold, as text; messages of the broker opened."""
    found: list[bytes] = []
    for url in {settings.REDIS_URL, settings.CACHES["default"]["LOCATION"]}:
        with redis.Redis.from_url(url) as server:
            for key in list(server.scan_iter(count=1000)):
                kind = server.type(key)
                messages = server.lrange(key, 0, -1) if kind == b"list" else []
                bodies = [base64.b64decode(json.loads(message)["body"]) for message in messages]
                found += [key, *messages, *bodies, (server.get(key) or b"") if kind == b"string" else b""]
                if messages:
                    server.delete(key)
    return b"\n".join(found).decode(errors="replace")


def test_logs_jobs_and_the_cache_hold_no_person(
    houses: dict[str, Any],
    stories: dict[str, Any],
    client_for: Callable[..., HouseClient],
    as_house: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    by, story = houses["poraj"]["manager"], stories["poraj"]
    person = next(each for each in story.people if each.pesel)
    with caplog.at_level(logging.DEBUG):
        client = client_for(by)
        for asked in (person.pesel, CANARIES["poraj"], "nie ma takiej osoby"):
            client.post("/uczestnicy/szukaj/", {"q": asked}, follow=True)
        Walk(client).everywhere()
        with as_house(by._home):
            upload(by=by, kind="uczestnicy", parameters={}, name="lista.csv", content=spreadsheet(story).read())
            list(papers(by))
            queue = list(Job.objects.order_by("pk"))
    for job in queue:
        publish(Waiting(job.pk, job.house_id, job.kind))
    secret = numbers_of(story)
    jobs = "\n".join(f"{job.kind} {job.parameters} {job.error}" for job in queue)
    places = {"logs": own_lines(caplog), "jobs": jobs, "Valkey": kept_in_valkey()}
    for place, proof in {"logs": "GET participants:card", "jobs": "report_id", "Valkey": str(queue[0].pk)}.items():
        assert proof in places[place], place
    for place, text in places.items():
        assert not secret & digits_in(text), place
        assert f"{CANARIES['poraj']}-" not in text, place


def own_lines(caplog: pytest.LogCaptureFixture) -> str:
    """What would be written in production: from INFO on, and nothing of the program under test's own tools."""
    return "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
