"""Published tables for other programs of the OWES: which there are, and their cells as everybody there sees them.

What is hidden on the page is hidden here: such a cell has a state and no value.
"""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.accounts.rules import Scope
from core.api.api import ApiView, Asked, Call, Told, operation
from core.api.rules import LARGEST_PAGE, PAGE_SIZE, Answer, ApiProblem, Example, Mistake, Trouble
from core.api.selectors import cursor_of, position_of
from networking.overview.rules import Period
from networking.overview.selectors import feeds, own_network, own_networks
from tenants.figures.rules import DIMENSIONS, INDICATORS, CellState, PeriodKind, Unit
from tenants.figures.selectors import STATE_LABELS

TAG = gettext_lazy("Published tables")
PERIODS = [each.value for each in PeriodKind]
NETWORK, CENTRES = "network", "centres"
SHORT_NAME = gettext_lazy("The short name of the network.")
_INDICATOR = {"type": "string", "enum": list(INDICATORS)}


class NetworkTold(Told):
    """A network that this OWES coordinates."""

    slug = serializers.CharField(help_text=SHORT_NAME)
    name = serializers.CharField()


class ClassTold(Told):
    """A class of a split."""

    code = serializers.CharField()
    name = serializers.CharField()


class TableTold(Told):
    """A table that is published."""

    indicator = serializers.ChoiceField(list(INDICATORS))
    name = serializers.CharField(help_text=gettext_lazy("What the indicator is called."))
    definition = serializers.CharField(help_text=gettext_lazy("How it is counted."))
    version = serializers.IntegerField(help_text=gettext_lazy("Of the definition."))
    since = serializers.DateField(help_text=gettext_lazy("From when on it is counted like this."))
    unit = serializers.ChoiceField([each.value for each in Unit])
    dimension = serializers.CharField(help_text=gettext_lazy("By what it is split; empty: the totals."))
    dimension_name = serializers.CharField()
    classes = ClassTold(many=True)
    of_network = serializers.ListField(child=serializers.ChoiceField(PERIODS))
    of_centres = serializers.ListField(child=serializers.ChoiceField(PERIODS))


class TablesTold(Told):
    """The closed list of tables: nothing else is ever published."""

    networks = NetworkTold(many=True)
    items = TableTold(many=True)


class CentreTold(Told):
    """A centre of the network."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class CellTold(Told):
    """A number as it was published."""

    starts_on = serializers.DateField(help_text=gettext_lazy("The first day of the month, quarter or year."))
    period = serializers.CharField(help_text=gettext_lazy("The same as a code: 2026-10, 2026-Q4 or 2026."))
    centre = CentreTold(allow_null=True, help_text=gettext_lazy("null: the whole network."))
    class_name = serializers.CharField(help_text=gettext_lazy("The class of the split; empty: the total."))
    state = serializers.ChoiceField(
        [each.value for each in CellState],
        help_text=lazy(lambda: ", ".join(f"{each}: {STATE_LABELS[each]}" for each in CellState), str)(),
    )
    value = serializers.DecimalField(
        max_digits=16, decimal_places=4, allow_null=True, help_text=gettext_lazy("null unless the state is “shown”.")
    )
    centres = serializers.IntegerField(help_text=gettext_lazy("How many centres are in the number."))


class CellsPage(Told):
    """A page of a table, the earliest period first."""

    network = serializers.CharField(help_text=SHORT_NAME)
    items = CellTold(many=True)
    next = serializers.CharField(allow_null=True, help_text=gettext_lazy("The cursor of the next page; null: no more."))


class CellsWanted(Asked):
    """Which table, over which time. Everything is chosen from the list of tables."""

    network = serializers.CharField(
        required=False, help_text=format_lazy("{} {}", SHORT_NAME, gettext_lazy("Without it: your first one."))
    )
    period = serializers.ChoiceField(PERIODS)
    dimension = serializers.ChoiceField(
        list(DIMENSIONS), required=False, help_text=gettext_lazy("Without it: the totals.")
    )
    of = serializers.ChoiceField([NETWORK, CENTRES], default=NETWORK)
    since = serializers.DateField(
        required=False, help_text=gettext_lazy("Only periods that begin on this day or later.")
    )
    until = serializers.DateField(
        required=False, help_text=gettext_lazy("Only periods that begin on this day or earlier.")
    )
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    cursor = serializers.CharField(required=False, help_text=gettext_lazy("What the page before gave as “next”."))


def _cell(class_name: str, state: CellState, value: str | None) -> dict[str, Any]:
    when = {"starts_on": "2026-10-01", "period": "2026-10"}
    return when | {"centre": None, "class_name": class_name, "state": state.value, "value": value, "centres": 2}


LIST = Example(method="GET", path="/api/v1/tables")
READ = Example(
    method="GET",
    path="/api/v1/tables/people?period=month&dimension=sex&since=2026-10-01&until=2026-12-31",
    answer={
        "network": "subregion-polnocny",
        "items": [
            _cell("K", CellState.SHOWN, "41"),
            _cell("M", CellState.HIDDEN, None),
            _cell("unknown", CellState.HIDDEN, None),
        ],
        "next": None,
    },
)


class Tables(ApiView):
    """Which tables there are."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_STATISTICS}

    @operation(
        "list_tables",
        summary=gettext_lazy("List the published tables"),
        description=gettext_lazy("A closed list with definitions; it is the same for every network."),
        answer=TablesTold,
        examples=(LIST,),
    )
    def get(self, request: Call) -> Answer:
        networks = [NetworkTold.of(each) for each in own_networks()]
        return Answer(data={"networks": networks, "items": [_table(each) for each in feeds.tables_listed()]})


class Table(ApiView):
    """The cells of one table."""

    tag = TAG
    access: ClassVar = {"GET": Scope.READ_STATISTICS}

    @operation(
        "get_table",
        summary=gettext_lazy("Read a published table"),
        description=gettext_lazy(
            "Small numbers of people are hidden, and with them whatever would give them away: a cell without a value "
            "says in its state why."
        ),
        query=CellsWanted,
        answer=CellsPage,
        path={"indicator": _INDICATOR},
        examples=(READ,),
    )
    def get(self, request: Call, indicator: str) -> Answer:
        if indicator not in INDICATORS:
            raise Http404
        asked = _asked(indicator, request.asked)
        after = position_of(request.asked.get("cursor", ""))
        part = feeds.part_of_table(asked, after=after, size=request.asked["limit"])
        told = {
            "network": asked.network.slug,
            "items": [_told(each) for each in part.cells],
            "next": cursor_of(*part.next) if part.next else None,
        }
        return Answer(data=told)


def _asked(indicator: str, asked: dict[str, Any]) -> feeds.TableAsked:
    """The table that is meant.

    Raises:
        ApiProblem: there is none like that, no such network is coordinated here, or the days are the wrong way round.
    """
    network = own_network(asked.get("network", ""))
    if network is None:
        raise _wrong("network", _("Your organisation coordinates no network of this name."))
    if "since" in asked and "until" in asked and asked["since"] > asked["until"]:
        raise _wrong("until", _("The last day must not lie before the first one."))
    table = feeds.TableAsked(
        network,
        indicator,
        PeriodKind(asked["period"]),
        asked.get("dimension", ""),
        asked["of"] == CENTRES,
        asked.get("since"),
        asked.get("until"),
    )
    if not feeds.is_published(table):
        raise _wrong("period", _("There is no such table. /api/v1/tables lists those that there are."))
    return table


def _wrong(field: str, sentence: str) -> ApiProblem:
    return ApiProblem(Trouble.INVALID, mistakes=[Mistake(field, sentence)])


def _table(table: feeds.TableListed) -> dict[str, Any]:
    counted = table.definition
    return {
        "indicator": table.indicator,
        "name": str(counted.name),
        "definition": str(counted.formula),
        "version": counted.version,
        "since": counted.since,
        "unit": table.unit,
        "dimension": table.dimension,
        "dimension_name": str(table.label),
        "classes": [{"code": code, "name": str(name)} for code, name in table.classes.items()],
        "of_network": table.of_network,
        "of_centres": table.of_centres,
    }


def _told(cell: Any) -> dict[str, Any]:
    return {
        "starts_on": cell.period_starts_on,
        "period": Period(PeriodKind(cell.period), cell.period_starts_on).code,
        "centre": {"id": cell.house_id, "name": cell.house.name} if cell.house_id else None,
        "class_name": cell.class_name,
        "state": cell.state,
        "value": None if cell.value is None else f"{cell.value.normalize():f}",
        "centres": cell.houses,
    }
