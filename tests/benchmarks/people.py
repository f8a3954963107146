"""P4: the list of participants and the search in it, with many people in one centre.

Each look is measured as a whole request (session, permission, page, entry in the history), beside Django's plain way
(OFFSET, count(*), ILIKE) and the bare SQL of the same rows.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.participants.models import Participant
from casework.participants.rules import one_slip
from casework.participants.selectors.people import pesel_index
from core.accounts.models import Account
from tenants.walls.context import house_context
from tests.benchmarks.houses import found
from tests.benchmarks.run import Way, in_turn, report
from tests.factories.casework import a_pesel

HOST = "people.localhost"
ROUNDS = 15
LAST = (
    "Nowak",
    "Kowalski",
    "Wiśniewski",
    "Wójcik",
    "Kamiński",
    "Zieliński",
    "Woźniak",
    "Dąbrowski",
    "Mazur",
    "Krawczyk",
)
ENDS = ("", "", "-Lis", "-Żak", "-Wilk", "-Bąk", "-Sowa", "-Kruk", "-Szczepańska", "-Grzyb")
FIRST = ("Anna", "Jan", "Zofia", "Piotr", "Łucja", "Adam", "Ewa", "Józef", "Halina", "Żaneta", "Cezary", "Świętosława")
RARE = "Gżegżółka"


def fill(count: int, *, today: date) -> None:
    """People with sealed numbers; a tenth of them has an open stay, the others one that has ended."""
    luck = random.Random(2026)
    for begin in range(0, count, 2000):
        Participant.objects.bulk_create(_person(number, luck) for number in range(begin, min(begin + 2000, count)))
    stays = """
        INSERT INTO casework_stay (participant_id, starts_on, ends_on, closing_reason, closing_note, plan_signed_on)
        SELECT id, %s::date - (n %% 300)::int, CASE WHEN n %% 10 > 0 THEN %s::date - (n %% 30)::int END,
               CASE WHEN n %% 10 > 0 THEN 'UKONCZYL_PROGRAM' ELSE '' END, '', CASE WHEN n %% 7 > 0 THEN %s::date END
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM casework_participant) AS people"""
    periods = """
        INSERT INTO casework_stayperiod (stay_id, kind, starts_on, ends_on)
        SELECT id, kind, starts_on + a, starts_on + b
        FROM casework_stay, (VALUES ('trial', 0, 31), ('main', 32, 365)) AS period (kind, a, b)"""
    with connection.cursor() as cursor:
        cursor.execute(stays, [today, today, today - timedelta(days=200)])
        cursor.execute(periods)


def _settle() -> None:
    """What the database does by itself within a minute; a house does not own its tables, so it cannot ask for it."""
    with connection.cursor() as cursor:
        for table in ("participant", "stay", "stayperiod"):
            cursor.execute(f"VACUUM ANALYZE people.casework_{table}")


def _person(number: int, luck: random.Random) -> Participant:
    last = RARE if number % 5000 == 7 else luck.choice(LAST) + luck.choice(ENDS)
    pesel = a_pesel(date(1960, 1, 1) + timedelta(days=number // 9), serial=number % 4999)
    return Participant(
        last_name=last,
        first_name=luck.choice(FIRST),
        pesel=pesel,
        pesel_index=pesel_index(pesel),
        birth_date=date(1960, 1, 1) + timedelta(days=number // 9),
        categories=["DLUGOTRWALE_BEZR"],
    )


def benchmark_people(*, count: int, today: date) -> tuple[list[object], list[str]]:
    """All looks of P4. Returns the figures and the demands that were missed."""
    found("people")
    results: list[object] = []
    times: dict[str, dict[str, list[float]]] = {}
    with house_context("people"):
        fill(count, today=today)
        account = Account.objects.create(email="p4@people.example", name="P4", roles=["office"])
        looks = _looks(count)
    _settle()
    browser = Client(HTTP_HOST=HOST)
    with house_context("people"):
        browser.force_login(account)
    queries = 0
    for name, (ours, naive, limit) in looks.items():
        ways: dict[str, Way] = {
            "ours": _request(browser, **ours),
            "naive (OFFSET, count(*), ILIKE)": _inside(naive),
            "limit (bare SQL)": _inside(limit),
        }
        for way in ways.values():
            way(0)
        times[name] = in_turn(ways, rounds=ROUNDS)
        results.append(report(f"P4 {name}, {count} people", times[name]))
    with CaptureQueriesContext(connection) as asked:
        _request(browser, path="/uczestnicy/?stan=wszyscy")(0)
    queries = len([each for each in asked if each["sql"].startswith("SELECT") and "casework_" in each["sql"]])
    print(f"  queries about people on one page: {queries}")
    return results, missed(times, queries)


def _request(browser: Client, *, path: str = "/uczestnicy/szukaj/", **form: str) -> Way:
    def ask(_: int) -> None:
        answer = browser.post(path, form) if form else browser.get(path)
        assert answer.status_code == 200, answer.status_code

    return ask


def _inside(act: Callable[[], object]) -> Way:
    def ask(_: int) -> None:
        with house_context("people"):
            act()

    return ask


Look = tuple[dict[str, str], Callable[[], object], Callable[[], object]]


def _looks(count: int) -> dict[str, Look]:
    """What is asked for → our request, the plain way, the bare SQL."""
    middle = Participant.objects.order_by("sort_name", "id")[count // 2]
    number = middle.pesel
    after = [middle.sort_name, str(middle.pk)]
    everybody = "/uczestnicy/?stan=wszyscy"
    here = Q(stays__ends_on__isnull=True) & Q(stays__plan_signed_on__isnull=True)
    return {
        "first page": ({"path": everybody}, _plain, lambda: _sql("TRUE")),
        "deep page": (
            {"path": f"{everybody}&po={middle.pk}"},
            lambda: _plain(page=count // 50),
            lambda: _sql("(sort_name, id) > (%s, %s)", *after),
        ),
        "fragment": (
            {"q": "zegzol", "stan": "wszyscy"},
            lambda: _plain(_named("żegżół")),
            lambda: _sql("search_name LIKE '%%zegzol%%'"),
        ),
        "common fragment": (
            {"q": "kowal", "stan": "wszyscy"},
            lambda: _plain(_named("kowal")),
            lambda: _sql("search_name LIKE '%%kowal%%'"),
        ),
        "PESEL": (
            {"q": number},
            lambda: _plain(Q(pesel_index=pesel_index(number))),
            lambda: _sql("pesel_index = %s", pesel_index(number)),
        ),
        "typo": (
            {"q": "Gzegzłóka", "stan": "wszyscy"},
            lambda: _plain(_named("Gzegzłóka")),
            lambda: _sql("search_name ~ %s", one_slip("Gzegzłóka")),
        ),
        "name unlike any": (
            {"q": "Wrzeszczykowski", "stan": "wszyscy"},
            lambda: _plain(_named("Wrzeszczykowski")),
            lambda: _sql_alike("wrzeszczykowski"),
        ),
        "three filters": (
            {"q": "kowal", "stan": "bez-ipzs", "kolejnosc": "-nazwisko"},
            lambda: _plain(_named("kowal") & here),
            lambda: _sql(
                "search_name LIKE '%%kowal%%' AND EXISTS (SELECT FROM casework_stay s WHERE s.participant_id = p.id"
                " AND s.ends_on IS NULL AND s.plan_signed_on IS NULL)"
            ),
        ),
    }


def _named(text: str) -> Q:
    return Q(last_name__icontains=text) | Q(first_name__icontains=text)


def _plain(wanted: Q | None = None, *, page: int = 1) -> list[Any]:
    people = Participant.objects.filter(wanted or Q()).order_by("last_name", "first_name")
    shown = Paginator(people, 25).get_page(page)
    return [(person, list(person.stays.all())) for person in shown]


def _sql(condition: str, *values: object) -> list[Any]:
    statement = (
        "SELECT id, last_name, first_name, pesel, birth_date FROM casework_participant p"
        f" WHERE {condition} ORDER BY sort_name, id LIMIT 26"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _sql_alike(text: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET pg_trgm.word_similarity_threshold = 0.3")
        cursor.execute(
            "SELECT id, last_name, first_name, pesel, birth_date FROM casework_participant"
            " WHERE %s OPERATOR(public.<%%) search_name ORDER BY public.word_similarity(%s, search_name) DESC LIMIT 25",
            [text, text],
        )
        return cursor.fetchall()


def missed(times: dict[str, dict[str, list[float]]], queries: int) -> list[str]:
    """The demands of P4 that these figures do not meet."""

    def ms(look: str, way: str = "ours", *, p95: bool = False) -> float:
        runs = times[look][way]
        return 1000 * (quantiles(runs, n=20)[-1] if p95 else median(runs))

    demands = {
        f"P4: {look} at most 12 ms above the bare SQL": ms(look) - ms(look, "limit (bare SQL)") <= 12 for look in times
    } | {
        "P4: first page p95 at most 60 ms": ms("first page", p95=True) <= 60,
        "P4: deep page p95 at most 60 ms": ms("deep page", p95=True) <= 60,
        "P4: fragment p95 at most 150 ms": ms("fragment", p95=True) <= 150,
        "P4: PESEL p95 at most 30 ms": ms("PESEL", p95=True) <= 30,
        "P4: a deep page takes at most 1.5 times the first": ms("deep page") <= 1.5 * ms("first page"),
        "P4: at most 6 queries": queries <= 6,
    }
    return [sentence for sentence, held in demands.items() if not held]
