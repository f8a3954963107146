"""Pages of statistics: the network at a glance, an indicator, centres side by side, the settings; and for a centre its
comparison with the network."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.submissions.views import acted, done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import TablePage, table_page
from networking.overview import selectors, services
from networking.overview.forms import LookForm, ProtectionForm
from networking.overview.rules import Period, nearest, period_named, periods_of
from tenants.figures.rules import INDICATORS, PeriodKind
from tenants.figures.rules.tables import CENTRES_IN_QUARTILES

View = Callable[..., HttpResponse]
MOST_CENTRES = 500
CENTRE = Column("name", gettext_lazy("Centre"), sort="name", template="overview/centre_cell.html")


def of_network(view: View) -> View:
    """Give the view one of the networks that are coordinated from here: the named one, else the first."""

    @wraps(view)
    def looked(request: HttpRequest, *args: Any, network: str = "", **named: Any) -> HttpResponse:
        found = selectors.own_network(network)
        if found is None and network:
            raise Http404
        if found is None:
            return render(request, "overview/no_network.html")
        return view(request, *args, network=found, **named)

    return looked


@requires(Permission.STATISTICS_VIEW)
@require_safe
@of_network
def glance(request: HttpRequest, *, network: Any) -> HttpResponse:
    """Eight numbers of a month, and who has not released yet."""
    published = selectors.published_periods(network)
    months = [each for each in published if each.kind is PeriodKind.MONTH]
    month, today = _chosen(request, months), timezone.localdate()
    due = selectors.month_due(today)
    context = {
        "network": network,
        "networks": selectors.own_networks(),
        "form": LookForm(periods=months, okres=month.code) if month else None,
        "view": selectors.glance_of(network, month=month, published=published) if month else None,
        "standing": selectors.standing_of(network, month=due, today=today),
        "members": selectors.members_in(network, month) if month else 0,
    }
    return _page(request, "glance", context)


@requires(Permission.STATISTICS_VIEW)
@require_safe
@of_network
def indicator(request: HttpRequest, indicator: str, *, network: Any) -> HttpResponse:
    """One indicator: its trend, its splits, its definition."""
    if indicator not in INDICATORS:
        raise Http404
    house, centres = _centre(request, network, indicator)
    published = selectors.indicator_periods(network, indicator=indicator, house=house)
    period = _chosen(request, published)
    look = selectors.Look(network, indicator, request.GET.get("podzial", ""), house)
    context = {
        "network": network,
        "code": indicator,
        "centre": centres.get(house, "") if house else "",
        "house": str(house or ""),
        "period": period,
        "definition": selectors.definition_of(indicator),
        "indicators": [(code, selectors.definition_of(code).name) for code in INDICATORS],
        "form": _look_form(look, period, published, centres) if period else None,
        "view": selectors.indicator_view(look, period=period, published=published) if period else None,
    }
    return _page(request, "indicator", context)


@requires(Permission.STATISTICS_VIEW)
@require_safe
@of_network
def centres(request: HttpRequest, *, network: Any) -> HttpResponse:
    """Centres side by side in one published period."""
    published = selectors.published_periods(network, of_centres=True)
    period = _chosen(request, published)
    if period is None:
        return _page(request, "centres", {"network": network, "view": None})
    view = selectors.side_by_side(network, period=period, order=request.GET.get("sort", ""))
    sorted_by = view.order.removeprefix("-")
    context = {
        "network": network,
        "period": period,
        "view": view,
        "exhibit": selectors.chart_of_centres(
            view, indicator=sorted_by if sorted_by in view.indicators else view.indicators[0]
        ),
        "table": _table_of_centres(request, view, published),
    }
    return _page(request, "centres", context)


@requires(Permission.STATISTICS_VIEW)
@require_POST
@of_network
def remind(request: HttpRequest, house: UUID, month: str, *, network: Any) -> HttpResponse:
    """Ask a centre for its figures."""
    asked = period_named(month)
    if asked is None or asked.kind is not PeriodKind.MONTH or house not in selectors.centres_of(network):
        raise Http404
    today = timezone.localdate()
    return acted(
        request,
        lambda: services.remind(by=me(request), network=network, house=house, month=asked.starts_on, today=today),
        said=_("The reminder is on its way. The manager of the centre sees it on the first page."),
        back=reverse("overview:glance", args=[network.slug]),
    )


@requires(Permission.STATISTICS_SETTINGS)
@page_or_form
@once
@of_network
def settings(request: HttpRequest, *, network: Any) -> HttpResponse:
    """What is hidden and when tables are made."""
    now = {name: getattr(network, name) for name in ("smallest_count", "rounding", "freeze_day")}
    form = ProtectionForm(posted(request), initial=now)
    if form.accepts(lambda: services.change_protection(by=me(request), network=network, **form.settings())):
        return done(request, _("Saved. It holds for everything that is published from now on."), request.path)
    return _page(request, "settings", {"network": network, "form": form, "view": None})


@requires(Permission.FIGURES_VIEW)
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """One's own numbers beside the network's median and quartiles."""
    today = timezone.localdate()
    network, own = selectors.network_here(today), selectors.own_months()
    periods = selectors.comparable_periods(own)
    period = _chosen(request, periods)
    context = {
        "network": network,
        "fewest": CENTRES_IN_QUARTILES,
        "form": LookForm(periods=periods, okres=period.code) if period else None,
        "view": selectors.comparison_of(network, period=period, own=own) if network and period else None,
    }
    return _page(request, "comparison", context)


@requires(Permission.FIGURES_VIEW)
@require_safe
def reminder(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Where a notice of a reminder leads: to the month that is asked for."""
    month = selectors.month_asked_for(letter)
    if month is None:
        raise Http404
    return redirect("figures:month", month)


@requires(Permission.STATISTICS_VIEW)
@require_safe
def released(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Where a notice of released figures leads: to the network at a glance in that month."""
    found = selectors.released_in(letter)
    if found is None:
        raise Http404
    network, month = found
    return redirect(f"{reverse('overview:glance', args=[network.slug])}?okres={month}")


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A page of statistics, which says how much is hidden and what the signs mean."""
    hidden = getattr(context["view"], "hidden", None)
    further = {
        "hidden": selectors.hidden_in_words(hidden) if hidden else "",
        "legend": selectors.legend_of_table(),
        "may_set": me(request).may(Permission.STATISTICS_SETTINGS),
    }
    return render(request, f"overview/{name}.html", context | further)


def _chosen(request: HttpRequest, periods: Sequence[Period]) -> Period | None:
    """The period that the address names when it is published, else the one before it, else the latest."""
    asked = period_named(request.GET.get("okres", ""))
    found = nearest(asked, periods) if asked else None
    return found or next(iter(periods), None)


def _centre(request: HttpRequest, network: Any, indicator: str) -> tuple[UUID | None, dict[UUID, str]]:
    """Whose tables are asked for (None: the network's), and whose there are; a stranger is not found."""
    if not any(periods_of(indicator, of_centre=True)):
        return None, {}
    known, asked = selectors.centres_of(network), request.GET.get("centrum", "")
    house = next((each for each in known if str(each) == asked), None)
    if asked and house is None:
        raise Http404
    return house, known


def _look_form(look: Any, period: Period, published: Sequence[Period], centres: dict[UUID, str]) -> LookForm:
    initial = {"okres": period.code, "podzial": look.dimension, "centrum": str(look.house or "")}
    return LookForm(periods=published, centres=centres, **initial)


def _table_of_centres(request: HttpRequest, view: Any, published: Sequence[Period]) -> TablePage:
    """The rows are already in their order; the headings only name it."""
    named = zip(view.indicators, view.headings, strict=True)
    return table_page(
        request,
        rows=[_row(line, view.indicators) for line in (*view.lines, view.whole)],
        columns=(CENTRE, *(_column(code, heading) for code, heading in named)),
        default_sort="name",
        filters=LookForm(periods=published, okres=view.period.code, sort=request.GET.get("sort", "")),
        page_size=MOST_CENTRES,
        name="centres",
        caption=_("Centres side by side, %(period)s") % {"period": selectors.period_in_words(view.period)},
    )


def _column(code: str, heading: str) -> Column:
    return Column(
        code, heading, sort=code, value=code, template="overview/figure_cell.html", align="end", labelled=True
    )


def _row(line: Any, indicators: Sequence[str]) -> dict[str, Any]:
    return {"name": line.label, "url": line.url, **dict(zip(indicators, line.figures, strict=True))}
