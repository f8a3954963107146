"""Which characters the paper's typeface can show.

A PDF/UA paper may not hold a character without a shape, so the renderer would refuse a whole report for one
emoji in a note. Such characters become a visible mark instead, and the paper says so.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

MARK = "\N{WHITE SQUARE}"
LONG_WORD = re.compile(r"\S{21,}")
PART = re.compile(r"[^@._/-]*[@._/-]?")  # an address ends its line after a dot or a slash, a surname after its hyphen
LONGEST_PART, LENGTH_OF_PIECES = 20, 10
LONGEST_CODE_IN_ONE = 3
SHAPELESS = frozenset({"Cc", "Cf", "Cs"})


@lru_cache(maxsize=4)
def characters(font: Path) -> frozenset[int]:
    """The code points that a TrueType font has shapes for (its `cmap`, format 4; OpenType specification)."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * number)
        if (platform, encoding) == (3, 1):
            return frozenset(_segments(data, start + offset))
    raise ValueError(f"{font.name} has no Unicode character map")


def printable(text: str, *, having: frozenset[int]) -> str:
    """The text with each run of characters that the font cannot show replaced by one mark.

    Control and direction characters go without a mark: they have no shape in any font and could turn the
    order of what is read.
    """
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    kept = (sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in SHAPELESS)
    shown = "".join(sign if sign == "\n" or ord(sign) in having else MARK for sign in kept)
    return re.sub(f"{MARK}+", MARK, shown)


def in_pieces(text: str) -> str | list[str]:
    """The text, or a list of its pieces when a word is too long for a narrow column."""
    if not LONG_WORD.search(text):
        return text
    cut = LONG_WORD.sub(lambda word: _spaced(word.group()), text)
    return cut.split("\0")


def in_signs(code: str) -> str | list[str]:
    """A code of a few letters; a longer one in its signs, so that it ends its line in a very narrow column."""
    return code if len(code) <= LONGEST_CODE_IN_ONE else list(code)


def _spaced(word: str) -> str:
    return "\0".join(piece for part in PART.findall(word) for piece in _pieces(part) if piece)


def _pieces(part: str) -> list[str]:
    if len(part) <= LONGEST_PART:
        return [part]
    return [part[begin : begin + LENGTH_OF_PIECES] for begin in range(0, len(part), LENGTH_OF_PIECES)]


def _table(data: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, 4)[0]
    for number in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError("not a TrueType font")


def _segments(data: bytes, start: int) -> set[int]:
    doubled = struct.unpack_from(">H", data, start + 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    last_real = 0xFFFE  # the table always ends with an empty segment at 0xFFFF
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, min(last, last_real) + 1)}
