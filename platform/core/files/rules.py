"""What a file really is, by its first bytes; how large it may be; where it lies."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import filetype

LARGEST_UPLOAD = 10 * 1024 * 1024
"""Bytes (10 MiB)."""


class FileKind(StrEnum):
    """Kinds of content this platform knows; the value is the file's extension."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    XLSX = "xlsx"
    CSV = "csv"
    ZIP = "zip"
    TEXT = "txt"


CONTENT_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.ZIP: "application/zip",
    FileKind.TEXT: "text/plain; charset=utf-8",
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """Width and height of a picture, in pixels."""

    width: int
    height: int


def kind_of(content: bytes) -> FileKind | None:
    """What the bytes are, whatever the file is called; None when it is nothing we accept.

    A table cannot be told from any other text, so both are `TEXT`.
    """
    guess = filetype.guess(content)
    if guess is not None:
        return FileKind(guess.extension) if guess.extension in set(FileKind) else None
    return FileKind.TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0E-\x1F]|\A\s*<", text)


def picture_size(content: bytes) -> Size | None:
    """Size of a PNG or JPEG, read from its header alone: nothing is decoded. None when the header is
    broken."""
    readers: dict[FileKind, Callable[[bytes], Size | None]] = {
        FileKind.PNG: _png_size,
        FileKind.JPEG: _jpeg_size,
    }
    reader = readers.get(kind_of(content) or FileKind.TEXT)
    return reader(content) if reader else None


def _png_size(content: bytes) -> Size | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return Size(width=int.from_bytes(content[16:20]), height=int.from_bytes(content[20:24]))


START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg_size(content: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in START_OF_FRAME:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return Size(width=int.from_bytes(width), height=int.from_bytes(height))
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def without_metadata(content: bytes) -> bytes:
    """A JPEG without its application segments and comments (camera, place, thumbnail); other kinds as they
    are.

    APP0 (JFIF) and APP14 (Adobe) stay: they say how the colours are to be read.
    """
    if kind_of(content) is not FileKind.JPEG:
        return content
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if not _tells_about_the_maker(content[at + 1]):
            kept.append(content[at:end])
        at = end
    return b"".join((*kept, content[at:]))


def _tells_about_the_maker(marker: int) -> bool:
    return marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)


def place_of(key: UUID, *, house: UUID, root: Path) -> Path:
    """Where a file lies: `<root>/<house>/<2 hex>/<key>`; raises `ValueError` when that would be outside of
    the root."""
    place = root / str(house) / key.hex[-2:] / key.hex
    if not place.parent.resolve().is_relative_to((root / str(house)).resolve()):
        raise ValueError("a file's place must be inside the folder of its house")
    return place


def safe_name(name: str) -> str:
    """A file name without path, control and direction characters, at most 120 characters long."""
    plain = re.sub(r"[\x00-\x1F\x7F\u200E\u200F\u202A-\u202E\u2066-\u2069\"<>:|?*]", "", name.replace("\\", "/"))
    return plain.rsplit("/", maxsplit=1)[-1].strip(" .")[-120:] or "file"
