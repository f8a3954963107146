"""Which pictures may stand on a paper."""

from core.files.rules import FileKind, kind_of, picture_size

LARGEST_LOGO = 1024 * 1024
"""Bytes."""
WIDEST_LOGO = 2000
"""Pixels, each way: read from the header, before anything is decoded."""
LOGO_FORMATS = {FileKind.PNG: "png", FileKind.JPEG: "jpg"}


def is_a_logo(content: bytes) -> bool:
    """A PNG or JPEG of a reasonable size, by its content."""
    size = picture_size(content)
    return (
        kind_of(content) in LOGO_FORMATS
        and len(content) <= LARGEST_LOGO
        and size is not None
        and 0 < size.width <= WIDEST_LOGO
        and 0 < size.height <= WIDEST_LOGO
    )
