"""Files as an unlucky disk or a bored hand would change them."""

import io
import zipfile
from typing import Any

from hypothesis import strategies as st

from tests.factories.spreadsheets import HEADINGS, PEOPLE, messy_people, ods, packed, text, xlsx

SEEDS = (
    xlsx([HEADINGS, *PEOPLE]),
    messy_people(),
    ods([HEADINGS, *PEOPLE]),
    text([HEADINGS, *PEOPLE]),
    text([HEADINGS, *PEOPLE], encoding="cp1250", delimiter=","),
    text([HEADINGS, *PEOPLE], encoding="utf-16", delimiter="\t"),
)
NASTY = st.sampled_from(
    ["", "=1+1", "\x00", "\u202eabc", "<script>", "'", '"', "\r\n", "1e999", "-0", "9" * 300, "31.02.2026",
     "2026-13-45", "#REF!", "ſ", "İ", "𝟙", "&amp;", "&#x0;", "🙂", "\ufeff", "NaN", "44051401359", "4.4E+10"]
)  # fmt: skip
CELLS = st.one_of(NASTY, st.text(max_size=30), st.integers(-(10**13), 10**13), st.none())
TABLES = st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=12)


@st.composite
def files(draw: Any) -> bytes:
    """Bytes of all kinds: nearly good files, tables of nasty cells, noise."""
    kind = draw(st.sampled_from(["bytes", "part", "table", "noise"]))
    if kind == "noise":
        return bytes(draw(st.binary(max_size=400)))
    if kind == "table":
        rows = [HEADINGS, *draw(TABLES)]
        return text(rows, delimiter=draw(st.sampled_from(";,\t")), encoding="utf-8")
    seed = draw(st.sampled_from(SEEDS))
    return _part_changed(draw, seed) if kind == "part" and seed.startswith(b"PK") else _bytes_changed(draw, seed)


def _bytes_changed(draw: Any, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(changed) - 1)) if changed else 0
        how = draw(st.sampled_from(["set", "cut", "add"]))
        if how == "set" and changed:
            changed[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del changed[at : at + draw(st.integers(1, 200))]
        else:
            changed[at:at] = draw(st.binary(min_size=1, max_size=20))
    return bytes(changed)


def _part_changed(draw: Any, content: bytes) -> bytes:
    """A zip that is whole around a part that is not."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {each.filename: file.read(each) for each in file.infolist()}
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = _bytes_changed(draw, parts[name])
    return packed(parts)
