"""How a value is written for a person who reads Polish."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from core.reports.rules.content import Cell, ColumnKind

WARSAW = ZoneInfo("Europe/Warsaw")
THIN = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def shown(value: Cell, kind: ColumnKind) -> str:
    """The value as it stands on a paper: `1 234,56 zł`, `7,5`, `21.11.2026`; an absent value is an empty
    text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment(value, kind)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | Decimal):
        return _number(value, kind)
    return value


def local(moment: datetime) -> datetime:
    """The moment on a Polish clock, without a zone; a naive value is an error of the caller."""
    if moment.tzinfo is None:
        raise ValueError("a moment on a paper must know its time zone")
    return moment.astimezone(WARSAW).replace(tzinfo=None)


def _moment(value: datetime, kind: ColumnKind) -> str:
    clock = local(value)
    return f"{clock:%d.%m.%Y}" if kind is ColumnKind.DATE else f"{clock:%d.%m.%Y %H:%M}"


def _number(value: int | Decimal, kind: ColumnKind) -> str:
    if kind is ColumnKind.MONEY:
        grosz = Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return f"{_polish(f'{grosz:,.2f}')}{THIN}zł"
    if isinstance(value, Decimal):
        return _polish(f"{value.normalize():,f}")
    return _polish(f"{value:,d}")


def _polish(digits: str) -> str:
    return digits.replace(",", THIN).replace(".", ",").replace("-", MINUS)
