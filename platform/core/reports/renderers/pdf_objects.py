"""Reads the plain PDF files that Typst writes, and moves their objects to other numbers."""

import re
from dataclasses import dataclass
from typing import Self

XREF_ENTRY = 20
BODY = re.compile(rb"\d+ 0 obj\s(.*?)\s*endobj\s*\Z", re.DOTALL)


class UnknownShape(ValueError):
    """The file is not built the way we know how to join."""


def found(pattern: bytes, data: bytes) -> re.Match[bytes]:
    """The first match, or `UnknownShape`."""
    match = re.search(pattern, data, re.DOTALL)
    if match is None:
        raise UnknownShape(f"no {pattern!r} in the part")
    return match


def reference(key: bytes, dictionary: bytes) -> int:
    """The object number that `key` points to in a dictionary."""
    return int(found(rb"/" + key + rb" (\d+) 0 R", dictionary)[1])


@dataclass(frozen=True, kw_only=True)
class Source:
    """One part: its objects by number, and what its trailer says."""

    header: bytes
    objects: dict[int, bytes]
    catalog: int
    info: int
    file_id: bytes

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take a file apart along its cross-reference table (ISO 32000-1, 7.5.4)."""
        table = int(found(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", data)[1])
        trailer = data[table:]
        offsets = _offsets(trailer)
        ends = [*offsets[1:], table]
        bodies = (data[start:end] for start, end in zip(offsets, ends, strict=True))
        return cls(
            header=data[: offsets[0]],
            objects={_number(body): found(BODY.pattern, body)[1] for body in bodies},
            catalog=reference(b"Root", trailer),
            info=reference(b"Info", trailer),
            file_id=found(rb"/ID(\[.*?\])", trailer)[1],
        )


def _offsets(table: bytes) -> list[int]:
    head = found(rb"\Axref\s+0 (\d+)\s", table)
    entries = (table[head.end() + XREF_ENTRY * n :][:XREF_ENTRY] for n in range(int(head[1])))
    return sorted(int(entry[:10]) for entry in entries if entry[17:18] == b"n")


def _number(body: bytes) -> int:
    return int(found(rb"\A(\d+) 0 obj", body)[1])


def _string(depth: int) -> bytes:
    """A literal string; Typst leaves balanced parentheses inside it as they are."""
    inside = rb"[^()\\]++|\\."
    for _level in range(depth):
        inside = rb"[^()\\]++|\\.|\((?:" + inside + rb")*+\)"
    return rb"\((?:" + inside + rb")*+\)"


TOKEN = re.compile(
    rb"/Headers\[(?P<headers>[^\]]*)\]"
    rb"|/ID\((?P<id>[^()]*)\)"
    rb"|(?P<string>" + _string(8) + rb")"
    rb"|(?P<reference>\d+) 0 R"
    rb"|/(?P<key>StructParents?) (?P<parent>\d+)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where the objects of a part go."""

    by: int
    """Added to every object number."""
    instead: dict[int, int]
    """Objects that the joined file has once, by the number they had in the part."""
    first_parent: int
    """Added to every key of the parent tree."""
    prefix: bytes
    """Put before every id of a structure element: ids are unique in the whole file (ISO 32000-1, 14.7.2)."""

    def number(self, old: int) -> int:
        return self.instead.get(old, old + self.by)

    def body(self, body: bytes) -> bytes:
        """The object with every reference, parent key and id moved; streams and texts stay as they are."""
        dictionary, mark, stream = body.partition(b"\nstream")
        return TOKEN.sub(self._token, dictionary) + mark + stream

    def _token(self, match: re.Match[bytes]) -> bytes:
        if (old := match["reference"]) is not None:
            return b"%d 0 R" % self.number(int(old))
        if (name := match["id"]) is not None:
            return b"/ID(%s%s)" % (self.prefix, name)
        if (names := match["headers"]) is not None:
            return b"/Headers[%s]" % names.replace(b"(", b"(" + self.prefix)
        if (key := match["key"]) is not None:
            return b"/%s %d" % (key, int(match["parent"]) + self.first_parent)
        return match[0]
