"""Joins the parts of a long paper into one PDF that is still tagged, PDF/UA-1 and PDF/A-2a.

Common PDF libraries join pages and drop the structure that a screen reader needs, or hold every object in
memory. The parts come from our own Typst, which writes plain objects and a plain cross-reference table, so
they can be copied one after another with their numbers moved up; only the few objects at the root are written
anew: page tree, structure tree with its parent tree, outline, catalogue. Anything unexpected raises
`UnknownShape` instead of making a file that only looks right. Reference: ISO 32000-1, 7.5 (file structure),
12.3.3 (outline), 14.7 (structure).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from core.reports.renderers.pdf_objects import Move, Source, UnknownShape, found, reference

CATALOG, PAGES, STRUCTURE, DOCUMENT, OUTLINE, METADATA, INFO = range(1, 8)
KNOWN_IN_CATALOG = set(
    b"Type Catalog Pages Metadata OutputIntents Lang StructTreeRoot MarkInfo Marked Suspects "
    b"ViewerPreferences DisplayDocTitle Direction L2R Outlines".split()
)


def merge(parts: Iterable[bytes], target: BinaryIO) -> None:
    """Write the parts, in order, as one file; no more than one part is in memory at a time."""
    file = _File(target)
    joints: list[_Joint] = []
    opening: Source | None = None
    for part in parts:
        source = Source.read(part)
        opening = opening or _begin(file, source)
        joints.append(_add(file, source, joints[-1] if joints else None))
    if opening is None:
        raise ValueError("nothing to join")
    _end(file, opening, joints)


class _File:
    """The file as it grows: objects, and where each of them begins."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._offsets: dict[int, int] = {}

    @property
    def last_number(self) -> int:
        return max(self._offsets, default=INFO)

    def raw(self, data: bytes) -> None:
        self._target.write(data)

    def put(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._target.tell()
        self._target.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def close(self, file_id: bytes) -> None:
        """The cross-reference table (one unused number is allowed: it is marked free) and the trailer."""
        table, size = self._target.tell(), self.last_number + 1
        self.raw(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            offset = self._offsets.get(number)
            self.raw(b"0000000000 65535 f \n" if offset is None else b"%010d 00000 n \n" % offset)
        trailer = (size, CATALOG, INFO, file_id, table)
        self.raw(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID%s>>\nstartxref\n%d\n%%%%EOF\n" % trailer)


@dataclass(frozen=True, kw_only=True)
class _Roots:
    """The objects of a part that the joined file has only once."""

    catalog: int
    info: int
    metadata: int
    pages: int
    structure: int
    outline: int

    @classmethod
    def of(cls, source: Source) -> "_Roots":
        catalog = source.objects[source.catalog]
        if strange := set(re.findall(rb"/(\w+)", catalog)) - KNOWN_IN_CATALOG:
            raise UnknownShape(f"the catalogue also holds {sorted(strange)}")
        return cls(
            catalog=source.catalog,
            info=source.info,
            metadata=reference(b"Metadata", catalog),
            pages=reference(b"Pages", catalog),
            structure=reference(b"StructTreeRoot", catalog),
            outline=reference(b"Outlines", catalog),
        )

    @property
    def once(self) -> set[int]:
        return {self.catalog, self.info, self.metadata, self.structure, self.outline}


@dataclass(frozen=True, kw_only=True)
class _Joint:
    """What the roots of the joined file must say about one part; all numbers are the new ones."""

    pages: int
    page_count: int
    document: int
    parents: tuple[tuple[int, int], ...]
    next_parent: int
    ids: tuple[tuple[bytes, int], ...]
    outline: tuple[int, int, int] | None
    """First and last top item, number of items."""
    items: dict[int, bytes]
    """The first and last top items, not written yet: they are still to be linked with their neighbours."""


def _begin(file: _File, source: Source) -> Source:
    file.raw(source.header)
    return source


def _add(file: _File, source: Source, before: _Joint | None) -> _Joint:
    """Copy a part's objects behind what is there."""
    roots = _Roots.of(source)
    first_parent = before.next_parent if before else 0
    move = Move(
        by=file.last_number,
        instead={roots.structure: DOCUMENT, roots.outline: OUTLINE},
        first_parent=first_parent,
        prefix=b"P%04d" % first_parent,
    )
    joint = _joint(source, roots, move)
    for number, body in source.objects.items():
        if number not in roots.once and move.number(number) not in joint.items:
            file.put(move.number(number), _moved(body, move, number, joint))
    return joint


def _moved(body: bytes, move: Move, number: int, joint: _Joint) -> bytes:
    moved = move.body(body)
    if move.number(number) == joint.pages:
        return moved.replace(b"/Type/Pages", b"/Type/Pages/Parent %d 0 R" % PAGES, 1)
    if move.number(number) == joint.document:
        return moved.replace(b"/S/Document", b"/S/Part", 1)
    return moved


def _joint(source: Source, roots: _Roots, move: Move) -> _Joint:
    structure = source.objects[roots.structure]
    outline, items = _outline(source, roots, move)
    nums = found(rb"/ParentTree<</Nums\[(.*?)\]>>", structure)[1]
    ids = re.search(rb"/IDTree<</Names\[(.*?)\]>>", structure, re.DOTALL)
    return _Joint(
        pages=move.number(roots.pages),
        page_count=int(found(rb"/Count (\d+)", source.objects[roots.pages])[1]),
        document=move.number(int(found(rb"/K\[(\d+) 0 R\]", structure)[1])),
        parents=tuple(
            (int(key) + move.first_parent, move.number(int(number)))
            for key, number in re.findall(rb"(\d+) (\d+) 0 R", nums)
        ),
        next_parent=int(found(rb"/ParentTreeNextKey (\d+)", structure)[1]) + move.first_parent,
        ids=tuple(
            (move.prefix + name, move.number(int(number)))
            for name, number in re.findall(rb"\(([^()]*)\)(\d+) 0 R", ids[1] if ids else b"")
        ),
        outline=outline,
        items=items,
    )


def _outline(source: Source, roots: _Roots, move: Move) -> tuple[tuple[int, int, int] | None, dict[int, bytes]]:
    outline = source.objects[roots.outline]
    if b"/First" not in outline:
        return None, {}
    ends = (reference(b"First", outline), reference(b"Last", outline))
    count = int(found(rb"/Count (\d+)", outline)[1])
    items = {move.number(end): move.body(source.objects[end]) for end in ends}
    return (move.number(ends[0]), move.number(ends[1]), count), items


def _end(file: _File, opening: Source, joints: Sequence[_Joint]) -> None:
    """Write what the joined file has once."""
    roots = _Roots.of(opening)
    once = {roots.pages: PAGES, roots.structure: STRUCTURE, roots.metadata: METADATA, roots.outline: OUTLINE}
    file.put(CATALOG, Move(by=INFO, instead=once, first_parent=0, prefix=b"").body(opening.objects[roots.catalog]))
    file.put(PAGES, _page_tree(joints))
    file.put(STRUCTURE, _structure(opening.objects[roots.structure], joints))
    file.put(DOCUMENT, _document(joints))
    file.put(METADATA, _metadata(opening.objects[roots.metadata], joints))
    file.put(INFO, opening.objects[roots.info])
    _put_outline(file, [joint for joint in joints if joint.outline])
    file.close(opening.file_id)


def _document(joints: Sequence[_Joint]) -> bytes:
    return b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (
        STRUCTURE,
        _list(joint.document for joint in joints),
    )


def _page_tree(joints: Sequence[_Joint]) -> bytes:
    count = sum(joint.page_count for joint in joints)
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, _list(joint.pages for joint in joints))


def _structure(opening: bytes, joints: Sequence[_Joint]) -> bytes:
    roles = found(rb"/RoleMap<<.*?>>", opening)[0]
    parents = b" ".join(b"%d %d 0 R" % pair for joint in joints for pair in joint.parents)
    ids = b"".join(b"(%s)%d 0 R" % pair for joint in joints for pair in joint.ids)
    id_tree = b"/IDTree<</Names[%s]>>" % ids if ids else b""
    return b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>%s/ParentTreeNextKey %d>>" % (
        roles, DOCUMENT, parents, id_tree, joints[-1].next_parent,
    )  # fmt: skip


def _metadata(opening: bytes, joints: Sequence[_Joint]) -> bytes:
    """The opening part's XMP, with the number of pages of the whole."""
    count = b"<xmpTPg:NPages>%d</xmpTPg:NPages>" % sum(joint.page_count for joint in joints)
    dictionary, mark, stream = opening.partition(b"\nstream\n")
    text = found(rb"(.*?)\s*endstream\Z", stream)[1]
    text = re.sub(rb"<xmpTPg:NPages>\d+</xmpTPg:NPages>", count, text)
    return re.sub(rb"/Length \d+", b"/Length %d" % len(text), dictionary) + mark + text + b"\nendstream"


def _put_outline(file: _File, joints: Sequence[_Joint]) -> None:
    """The top items of the parts, one row of them, linked both ways."""
    items = {number: body for joint in joints for number, body in joint.items.items()}
    ends = [joint.outline for joint in joints if joint.outline]
    if not ends:
        return file.put(OUTLINE, b"<</Type/Outlines/Count 0>>")
    for (_first, last, _n), (following, _last, _m) in pairwise(ends):
        items[last] = items[last][:-2] + b"/Next %d 0 R>>" % following
        items[following] = items[following][:-2] + b"/Prev %d 0 R>>" % last
    for number, body in items.items():
        file.put(number, body)
    size = (ends[0][0], ends[-1][1], sum(count for _first, _last, count in ends))
    return file.put(OUTLINE, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % size)


def _list(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
