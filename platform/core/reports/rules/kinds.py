"""The register of report kinds, filled by each app when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from core.reports.rules.content import Content


class Format(StrEnum):
    """The shapes in which a report can be had; the value is the file's extension."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


class Text(Protocol):
    """Words for the screen: a string, or a lazy translation of one."""

    def __str__(self) -> str: ...


class ReportState(StrEnum):
    """What became of a request. Only a job that is on record can be waited for: an unknown one has failed."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"

    @property
    def is_final(self) -> bool:
        return self not in {ReportState.WAITING, ReportState.WORKING}


class Progress(Protocol):
    """How a kind or a renderer says how far it is; the share runs from 0 to 1."""

    def __call__(self, share: float, /) -> None: ...


class Build(Protocol):
    """Turns parameters into content. `by` is the account that asked: it gets what it may see at this moment."""

    def __call__(self, parameters: Mapping[str, Any], progress: Progress, /, *, by: Any) -> Content: ...


@dataclass(frozen=True, kw_only=True)
class ReportKind:
    """A paper that can be requested.

    `form` reads the parameters (its `cleaned_data` must be JSON: texts, numbers, ids as texts); `build` turns
    them into content and may raise `RuleBroken` with a sentence for the person who asked. `open_to` says whether an
    account may have the paper with these very parameters, beyond having the permission; it is asked when the paper is
    requested, when it is made, and whenever it is downloaded. `houses` are the kinds of house that have this paper.
    """

    code: str
    label: Text
    description: Text
    permission: Any
    form: type[Any]
    build: Build
    open_to: Callable[[Any, Mapping[str, Any]], bool] = lambda _account, _parameters: True
    about: Callable[[Mapping[str, Any]], str] = lambda _parameters: ""
    formats: tuple[Format, ...] = (Format.PDF, Format.XLSX, Format.CSV)
    houses: tuple[str, ...] = ("centre", "owes")

    def title(self, parameters: Mapping[str, Any]) -> str:
        """The name of one paper of this kind: what it is, and what it is about."""
        return ": ".join(part for part in (str(self.label), self.about(parameters)) if part)


_KINDS: dict[str, ReportKind] = {}


def register_report(kind: ReportKind) -> None:
    """Add a kind to the register; a code may be taken only once."""
    if _KINDS.get(kind.code, kind) is not kind:
        raise ValueError(f"the report kind {kind.code!r} is already registered")
    _KINDS[kind.code] = kind


def report_kind(code: str) -> ReportKind:
    """The kind with this code; `KeyError` when there is none."""
    return _KINDS[code]


def report_kinds() -> tuple[ReportKind, ...]:
    """Every registered kind, in the order of registration."""
    return tuple(_KINDS.values())
