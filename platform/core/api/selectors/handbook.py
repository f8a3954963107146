"""The handbook for people who write programs: read off the same description that machines read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from core.api.rules import STATUS, Trouble
from core.api.selectors.description import described
from core.api.selectors.problems import DETAILS, MEANINGS, TITLES

PLACES = ("path", "query", "header")


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """A field or a parameter in a table. `indent`: how deep it lies inside others."""

    name: str
    place: str
    kind: str
    is_required: bool
    meaning: str
    indent: int = 0


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An example as text: what is sent and what comes back."""

    request: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class OperationPage:
    """A deed with everything that somebody has to know to ask for it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[FieldRow]
    sent: list[FieldRow]
    told: list[FieldRow]
    status: str
    troubles: list[tuple[str, str]]
    samples: list[Sample]


@dataclass(frozen=True, kw_only=True)
class Handbook:
    """Everything, by headings; `troubles`: code, status, title and what to do."""

    chapters: list[tuple[str, list[OperationPage]]]
    troubles: list[tuple[str, int, str, str]]


def handbook(kind: str) -> Handbook:
    """The handbook of a kind of house, in the language of the reader."""
    description = described(kind)
    pages = [
        (said["tags"][0], _page(description, path, method, said))
        for path, methods in description["paths"].items()
        for method, said in methods.items()
    ]
    chapters = {tag: [page for of, page in pages if of == tag] for tag, _page_of in pages}
    return Handbook(chapters=list(chapters.items()), troubles=[_trouble(each) for each in Trouble])


def _trouble(trouble: Trouble) -> tuple[str, int, str, str]:
    return trouble.value, STATUS[trouble], str(TITLES[trouble]), str(MEANINGS.get(trouble, DETAILS[trouble]))


def _page(description: Mapping[str, Any], path: str, method: str, said: Mapping[str, Any]) -> OperationPage:
    status = next(code for code in said["responses"] if code < "300")
    return OperationPage(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        scope=said["x-scope"],
        parameters=sorted(map(_parameter, said.get("parameters", ())), key=lambda row: PLACES.index(row.place)),
        sent=list(_fields(description, _schema(said.get("requestBody", {})))),
        told=list(_fields(description, _schema(said["responses"][status]))),
        status=f"{status} {HTTPStatus(int(status)).phrase}",
        troubles=[(code, each["description"]) for code, each in said["responses"].items() if code != status],
        samples=[_sample(each) for each in said.get("x-examples", ())],
    )


def _schema(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    return holder.get("content", {}).get("application/json", {}).get("schema", {})  # type: ignore[no-any-return]


def _parameter(said: Mapping[str, Any]) -> FieldRow:
    return FieldRow(
        name=said["name"],
        place=said["in"],
        kind=_kind(said["schema"]),
        is_required=said.get("required", False),
        meaning=said.get("description", ""),
    )


def _fields(description: Mapping[str, Any], schema: Mapping[str, Any], indent: int = 0) -> Iterable[FieldRow]:
    """The fields of an object, those of objects inside it below their own."""
    whole = _resolved(description, schema)
    for name, said in whole.get("properties", {}).items():
        inner = _resolved(description, said.get("items", said))
        yield FieldRow(
            name=name,
            place="body",
            kind=_kind(said | {"type": said.get("type") or inner.get("type")}),
            is_required=name in whole.get("required", ()),
            meaning=said.get("description", ""),
            indent=indent,
        )
        yield from _fields(description, inner, indent + 1)


def _resolved(description: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, where there was only its name."""
    found = schema
    for part in found.get("allOf", [found])[:1]:
        found = part
    if "$ref" not in found:
        return found
    return description["components"]["schemas"][found["$ref"].rpartition("/")[2]]  # type: ignore[no-any-return]


def _kind(schema: Mapping[str, Any]) -> str:
    """The kind of a value in a word or two, and which values there are when they are few."""
    kinds = schema.get("type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]
    words = " / ".join(schema.get("format") or kind if kind == "string" else kind for kind in named)
    values = [str(each) for each in schema.get("enum", ()) if each not in (None, "")]
    limits = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    return "; ".join(part for part in (words, ", ".join(limits), ", ".join(values)) if part)


def _sample(example: Mapping[str, Any]) -> Sample:
    headers = {"Authorization": "Bearer ogn_…", **example["headers"]}
    sent = "" if example["body"] is None else f"\n\n{_json(example['body'])}"
    if sent:
        headers["Content-Type"] = "application/json"
    lines = [f"{example['method']} {example['path']}", *(f"{name}: {value}" for name, value in headers.items())]
    status = HTTPStatus(example["status"])
    told = "" if example["answer"] is None else f"\n\n{_json(example['answer'])}"
    return Sample(request="\n".join(lines) + sent, answer=f"{status.value} {status.phrase}{told}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
