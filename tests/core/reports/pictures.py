"""Pictures drawn by hand, good and bad."""

import struct
import zlib


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, body: bytes | None = None) -> bytes:
    """A grey PNG of this size; `body` replaces its pixels (broken or far too few)."""
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height) if body is None else body
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def jpeg_header(width: int, height: int, *, comment: bytes = b"") -> bytes:
    """The beginning of a JPEG: enough to say how large it is, not enough to be drawn."""
    jfif = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    exif = b"\xff\xe1" + struct.pack(">H", 2 + len(comment)) + comment if comment else b""
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0"
    return b"\xff\xd8" + jfif + exif + frame + b"\xff\xda\x00\x08\x01\x01\0\0\x3f\0\0\xff\xd9"
