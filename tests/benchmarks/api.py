"""P7: what a program asks of the API: a list of 50 people, one person, somebody new.

Ours is a whole request: middleware, house, key, scope, limits, checks, entry in the history. Beside it a plain
ModelSerializer view, and a view that hands `.values()` to JsonResponse, both without middleware, key, scope or
history, and inside the house before the clock starts: what the extras cost has to be won back elsewhere.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import product
from statistics import median
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from casework.participants.models import Participant
from casework.participants.selectors.people import pesel_index
from core.accounts.models import Account
from core.accounts.rules import Scope
from core.accounts.services import create_token
from tenants.walls.context import house_context
from tests.benchmarks.houses import found
from tests.benchmarks.run import in_turn, report, timed
from tests.factories.casework import a_pesel

HOST = "machines.localhost"
PEOPLE, PAGE, ROUNDS, INNER = 2000, 50, 31, 10
"""Every round asks ten times in a row."""
SERIALIZER, VALUES, SILENT = "naive (plain ModelSerializer)", "limit (.values(), JsonResponse)", "ours, no history"
FIELDS = (
    "id", "external_id", "last_name", "first_name", "pesel", "birth_date", "sex", "street", "postal_code", "place",
    "email", "education", "version", "updated_at",
)  # fmt: skip
NEW = {"first_name": "Jan", "birth_date": "1990-05-12", "sex": "M", "place": "Poraj", "other_identifier": "paszport 7"}
NAMES = map("".join, product("abcdefghij", repeat=5))
"""Everybody new is called otherwise; a name has no digits."""
Ask = Callable[[Client, str], None]


def benchmark_api() -> tuple[list[object], list[str]]:
    """All three; returns the figures and the demands that were missed."""
    found("machines")
    with house_context("machines"):
        key, somebody = _filled()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE machines.casework_participant")
    with override_settings(OGNIWO_API_REQUESTS_A_MINUTE=10**9, OGNIWO_API_CHANGES_A_MINUTE=10**9):
        ours = Client(HTTP_HOST=HOST, headers={"Authorization": f"Bearer {key}"})
        looks: dict[str, Ask] = {
            f"list of {PAGE}": partial(_asked, path="participants", more=f"?limit={PAGE}"),
            "one object": partial(_asked, path=f"participants/{somebody}"),
            "create": _created,
        }
        with _bare_urls() as bare:
            spent = {name: _measured(look, ours, bare) for name, look in looks.items()}
        queries = [_queries(ours, size) for size in (5, PAGE)]
    results: list[object] = [report(f"P7 {name}, {INNER} requests", times) for name, times in spent.items()]
    return results, _missed(spent, queries)


def _filled() -> tuple[str, Any]:
    """People with sealed numbers, and a key that may read and write them."""
    for number in range(PEOPLE):
        born = date(1960, 1, 1) + timedelta(days=number)
        pesel = a_pesel(born, serial=number)
        Participant.objects.create(
            last_name=f"Osoba{number}", first_name="Jan", birth_date=born, pesel=pesel, pesel_index=pesel_index(pesel)
        )
    account = Account.objects.create(email="p7@api.example", name="P7", roles=["manager"])
    now = timezone.now()
    scopes = (Scope.READ_PARTICIPANTS, Scope.WRITE_PARTICIPANTS)
    made = create_token(by=account, name="P7", scopes=scopes, now=now, expires_at=now + timedelta(days=2))
    return made.secret, Participant.objects.order_by("id")[PEOPLE // 2].pk


# --- The other ways --------------------------------------------------------------------------------------------------


def _plain_views() -> list[Any]:
    """What one writes in ten minutes."""
    from rest_framework import generics, serializers

    class PersonSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        class Meta:
            model = Participant
            fields = tuple("pesel_masked" if name == "pesel" else name for name in FIELDS)
            read_only_fields = ("version", "updated_at")

    class Plain(generics.GenericAPIView):  # type: ignore[type-arg]
        serializer_class, authentication_classes, permission_classes = PersonSerializer, (), ()

        def get_queryset(self) -> Any:
            return Participant.objects.order_by("updated_at", "id").only(*FIELDS)

    class People(Plain, generics.ListCreateAPIView):  # type: ignore[type-arg]
        def get_queryset(self) -> Any:
            return super().get_queryset()[:PAGE]

    class Person(Plain, generics.RetrieveAPIView):  # type: ignore[type-arg]
        pass

    return [
        path("plain/participants", People.as_view()),
        path("plain/participants/<uuid:pk>", Person.as_view()),
        path("values/participants", _values),
        path("values/participants/<uuid:pk>", _values),
    ]


@csrf_exempt
def _values(request: HttpRequest, pk: Any = None) -> JsonResponse:
    people = Participant.objects.order_by("updated_at", "id").values(*FIELDS)
    if request.method == "POST":
        return JsonResponse({"id": Participant.objects.create(**json.loads(request.body)).pk}, status=201)
    return JsonResponse(people.get(pk=pk) if pk else {"items": list(people[:PAGE])})


@contextmanager
def _bare_urls() -> Iterator[Client]:
    """A client of the plain views: nothing stands between it and them."""
    module = type("plain", (), {"urlpatterns": _plain_views()})
    bare = Client(HTTP_HOST=HOST)
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=module):
        bare.handler.load_middleware()
    bare.extra_urls = module  # type: ignore[attr-defined]
    yield bare


# --- Measuring -------------------------------------------------------------------------------------------------------


def _asked(client: Client, prefix: str, *, path: str, more: str = "") -> None:
    answer = client.get(f"{prefix}/{path}{more}")
    assert answer.status_code == 200, answer.content[:300]


def _created(client: Client, prefix: str) -> None:
    body = {**NEW, "last_name": f"Nowa{next(NAMES)}"}
    answer = client.post(f"{prefix}/participants", body, content_type="application/json")
    assert answer.status_code == 201, answer.content[:300]


def _repeated(ask: Ask, client: Client, prefix: str) -> None:
    for _ in range(INNER):
        ask(client, prefix)


def _measured(ask: Ask, ours: Client, bare: Client) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {}

    def way(name: str, client: Client, prefix: str, *places: Callable[[], Any]) -> Callable[[int], None]:
        def run(_: int) -> None:
            with ExitStack() as inside:
                for place in places:
                    inside.enter_context(place())
                ask(client, prefix)
                spent.setdefault(name, []).append(timed(partial(_repeated, ask, client, prefix)))

        return run

    plainly = (partial(house_context, "machines"), partial(override_settings, ROOT_URLCONF=bare.extra_urls))  # type: ignore[attr-defined]
    silently = partial(patch, "casework.participants.services.note_reading")
    ways = {
        "ours": way("ours", ours, "/api/v1"),
        SILENT: way(SILENT, ours, "/api/v1", silently),
        SERIALIZER: way(SERIALIZER, bare, "/plain", *plainly),
        VALUES: way(VALUES, bare, "/values", *plainly),
    }
    in_turn(ways, rounds=ROUNDS)
    return spent


def _queries(client: Client, size: int) -> int:
    """Statements of a list of so many people, without those that only open and close the transaction."""
    with CaptureQueriesContext(connection) as asked:
        _asked(client, "/api/v1", path="participants", more=f"?limit={size}")
    return sum(each["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"} for each in asked)


def _missed(spent: dict[str, dict[str, list[float]]], queries: list[int]) -> list[str]:
    """The demands of P7 that these figures do not meet."""
    middle = {name: {way: median(runs) / INNER for way, runs in times.items()} for name, times in spent.items()}
    for name, times in middle.items():
        noted = 1000 * (times["ours"] - times[SILENT])
        faster = ", ".join(f"{times[way] / times['ours']:.2f} x {way}" for way in (SERIALIZER, VALUES))
        print(f"  P7 {name}: {1 / times['ours']:.0f}/s, throughput {faster}, history {noted:+.2f} ms")
    print(f"  P7 queries of a list of 5 and of {PAGE}: {queries}")
    listed = middle[f"list of {PAGE}"]
    demands = {
        "P7: a list at least 0.8 times as fast as a plain ModelSerializer": listed[SERIALIZER] >= 0.8 * listed["ours"],
        "P7: a list at least half as fast as .values()": listed[VALUES] >= 0.5 * listed["ours"],
        "P7: the entry in the history at most 1 ms": listed["ours"] - listed[SILENT] <= 0.001,
        "P7: at most 6 queries, whatever the size of the page": queries[0] == queries[1] <= 6,
    }
    return [sentence for sentence, held in demands.items() if not held]
