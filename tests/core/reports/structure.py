"""Reads a PDF's structure tree back and checks that every part of it points to every other (ISO 32000-1,
14.7)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypdf import PdfReader


@dataclass
class Structure:
    """What was found: how often each role occurs, the outline's titles, the text of the pages."""

    reader: PdfReader
    roles: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, path: Path) -> "Structure":
        """Read strictly; every inconsistency fails the test that asks."""
        structure = cls(PdfReader(path, strict=True))
        structure._walk()
        return structure

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    @property
    def xmp(self) -> str:
        return str(self.root["/Metadata"].get_data().decode())

    def text(self, page: int) -> str:
        """The text of a page, counted from one."""
        return self.reader.pages[page - 1].extract_text()

    @property
    def whole_text(self) -> str:
        return "\n".join(page.extract_text() for page in self.reader.pages)

    def outline(self) -> list[str]:
        """Titles in reading order; each item knows its neighbours and its parent."""
        return list(self._items(self.root["/Outlines"]))

    def _items(self, parent: Any) -> Iterator[str]:
        before, item = None, parent.get("/First")
        while item is not None:
            node = item.get_object()
            assert node["/Parent"].indirect_reference == parent.indirect_reference
            assert node.raw_get("/Prev") == before if before else "/Prev" not in node
            yield str(node["/Title"])
            yield from self._items(node)
            before, item = node.indirect_reference, node.raw_get("/Next") if "/Next" in node else None
        if before:
            assert parent.raw_get("/Last") == before

    def _walk(self) -> None:
        tree = self.root["/StructTreeRoot"]
        self._parents = dict(_pairs(tree["/ParentTree"]["/Nums"]))
        names = list(_pairs(tree.get("/IDTree", {}).get("/Names", [])))
        assert [str(name) for name, _ in names] == sorted({str(name) for name, _ in names})
        self._ids = {str(name): element.indirect_reference for name, element in names}
        keys = [int(page["/StructParents"]) for page in self.reader.pages]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(map(int, self._parents))
        for child in tree["/K"]:
            self._element(child.get_object(), parent=tree)

    def _element(self, element: Any, *, parent: Any) -> None:
        assert element["/P"].indirect_reference == parent.indirect_reference
        self.roles[element["/S"]] += 1
        if "/ID" in element:
            assert self._ids[str(element["/ID"])] == element.indirect_reference
        for attributes in element.get("/A", []):
            assert all(str(name) in self._ids for name in attributes.get("/Headers", []))
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            self._child(child.get_object(), element)

    def _child(self, child: Any, element: Any) -> None:
        if isinstance(child, dict) and child.get("/Type") == "/StructElem":
            self._element(child, parent=element)
            return
        page = element["/Pg"] if isinstance(child, int) else child["/Pg"]
        number = child if isinstance(child, int) else child["/MCID"]
        marked = self._parents[int(page["/StructParents"])]
        assert marked[int(number)].indirect_reference == element.indirect_reference


def _pairs(flat: Any) -> Iterator[tuple[Any, Any]]:
    for at in range(0, len(flat), 2):
        key = flat[at]
        yield (int(key) if isinstance(key, int) else key), flat[at + 1].get_object()
