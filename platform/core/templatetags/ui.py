"""Tags that pages are written with; each draws one of the components shown on `/styleguide/`."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.forms.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.reports.selectors import kind_open_to
from core.ui.rules import Column, Group, Text, Tone, cell_value
from core.ui.selectors import PlaceGroup, TablePage, bell_of, menu_of, places_of

register = template.Library()

TONE_ICONS: dict[Tone, str] = {
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-triangle",
    "neutral": "info-circle",
}
MESSAGE_TONES: dict[str, Tone] = {"success": "success", "warning": "warning", "error": "danger"}


# Icons


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon in the colour of the text around it; with a label it speaks, without one it is decoration."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        meaning,
        _strokes(name),
    )


@cache
def _strokes(name: str) -> SafeString:
    """The strokes in the icon's own file; none when set-up did not fetch it: an ornament breaks no page."""
    found = finders.find(f"vendor/icons/{name}.svg")
    if not found:
        return mark_safe("")
    drawn = Path(str(found)).read_text(encoding="utf-8")
    return mark_safe(drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")].strip())  # noqa: S308


# Parts of a page


@register.simple_tag
def crumb(label: Text, url_name: str = "", *args: object) -> SafeString:
    """A step of the breadcrumbs; without an address it is the page one is on."""
    if not url_name:
        return format_html('<li class="breadcrumb-item active" aria-current="page">{}</li>', label)
    return format_html('<li class="breadcrumb-item"><a href="{}">{}</a></li>', reverse(url_name, args=args), label)


@register.simple_block_tag
def card(content: str, title: Text = "", subtitle: Text = "", icon: str = "") -> str:
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "subtitle": subtitle, "icon": icon}
    )


@register.simple_block_tag
def callout(content: str, tone: Tone = "info", title: Text = "") -> str:
    """A message that stays on the page."""
    context = {"content": content, "tone": tone, "title": title, "icon": TONE_ICONS[tone]}
    return render_to_string("components/callout.html", context)


@register.simple_block_tag
def empty(content: str, title: Text, icon: str = "inbox") -> str:
    """Nothing is here, and what to do about it."""
    return render_to_string("components/empty.html", {"content": content, "title": title, "icon": icon})


@register.simple_tag
def badge(label: Text, tone: Tone = "neutral") -> SafeString:
    return format_html('<span class="tag tone-{}">{}</span>', tone, label)


@register.simple_tag
def moment(value: datetime | date | None, form: str = "") -> SafeString:
    """A moment or a day, for people and for machines; `form` "date" leaves the hour away."""
    if value is None:
        return mark_safe("—")
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    day = pgettext("how a day is written, in Django's letters", "j M Y")
    pattern = f"{day}, H:i" if isinstance(value, datetime) and form != "date" else day
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, pattern))


@register.inclusion_tag("components/progress.html")
def progress(label: Text, value: float | None = None, maximum: float = 100, url: str = "") -> dict[str, Any]:
    """How far something is (`value` None: nobody knows); `url` is asked again for as long as it is given."""
    percent = round(100 * value / maximum) if value is not None and maximum else None
    return {"label": label, "value": value, "maximum": maximum, "percent": percent, "url": url}


@register.filter
def message_tone(level_tag: str) -> Tone:
    """The tone of one of Django's message levels."""
    return MESSAGE_TONES.get(level_tag, "info")


@register.filter
def tone_icon(tone: Tone) -> str:
    return TONE_ICONS[tone]


@register.simple_tag(takes_context=True)
def paper(context: Context, kind: str, label: Text, **parameters: Any) -> SafeString:
    """A button to the form of a paper, already filled with what it is about; nothing for those who may not have it."""
    if kind_open_to(context["ui"].account, kind) is None:
        return mark_safe("")
    address = f"{reverse('reports:request', args=[kind])}?{urlencode(parameters)}"
    return format_html('<a class="btn btn-outline-secondary" href="{}">{}{}</a>', address, icon("printer"), label)


@register.inclusion_tag("components/chart.html")
def chart(svg: str, label: Text) -> dict[str, Any]:
    """A chart that `core.ui.rules` has drawn, in a box that scrolls on a phone; its table stands beside it."""
    return {"svg": mark_safe(svg), "label": label}  # noqa: S308 (drawn by us; every word in it is escaped)


# The frame


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[PlaceGroup]:
    return menu_of(context["ui"])


@register.simple_tag(takes_context=True)
def account_places(context: Context) -> list[Any]:
    return places_of(context["ui"], group=Group.ACCOUNT)


@register.inclusion_tag("components/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """The bell with the number of unread notifications, where there is one."""
    url, unread = bell_of(context["ui"]) or ("", 0)
    return {"url": url, "unread": unread, "shown": "99+" if unread > 99 else str(unread)}


# Forms


@register.inclusion_tag("components/form.html", takes_context=True)
def form(
    context: Context,
    form: BaseForm,
    *,
    submit: Text = "",
    cancel: str = "",
    action: str = "",
    tone: str = "primary",
) -> dict[str, Any]:
    """A whole form: what is wrong, the fields, the buttons."""
    return {"form": form, "submit": submit or _("Save"), "cancel": cancel, "action": action, "tone": tone}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Everything that is wrong with a form in one place, each line leading to its field."""
    wrong = [field for field in form if field.errors]
    hidden = [f"{field.label}: {error}" for field in wrong if field.is_hidden for error in field.errors]
    seen = [field for field in wrong if not field.is_hidden]
    general = [*form.non_field_errors(), *hidden]
    return {
        "fields": seen,
        "general": general,
        "count": len(general) + sum(len(each.errors) for each in seen),
    }


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget of a field in our look, keeping classes of its own."""
    own = field.field.widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    classes = " ".join(name for name in (own, _control_class(field), invalid) if name)
    return mark_safe(field.as_widget(attrs={"class": classes}))  # noqa: S308


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control" if isinstance(widget, FileInput) or not field.is_hidden else ""


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def first_control(field: BoundField) -> str:
    """The id to which an error leads: the field itself, or the first of its choices."""
    several = isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)
    return f"{field.auto_id}_0" if several else field.id_for_label or field.auto_id


# Tables


@register.inclusion_tag("components/table.html")
def table(table: TablePage) -> dict[str, Any]:
    return {"table": table, "columns": [heading.column for heading in table.headings]}


@register.simple_tag
def cell(row: object, column: Column) -> Any:
    """What stands in a cell: the column's own template, or the value in the form its kind asks for."""
    if column.template:
        value = cell_value(row, column) if column.value else None
        return render_to_string(column.template, {"row": row, "value": value})
    return _plain(cell_value(row, column))


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return moment(value) if isinstance(value, date) else value
