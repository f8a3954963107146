"""Opening stored files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core.files.models import StoredFile
from core.files.rules import place_of
from tenants.walls.context import current_house


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file ready to be sent: its stream, and what the receiver is told about it."""

    name: str
    content_type: str
    size: int
    stream: BinaryIO


def open_file(stored: StoredFile) -> OpenedFile:
    """Open a file of the house we are in.

    Raises:
        FileNotFoundError: the bytes are not there, or are not a plain file of the size on record.
    """
    try:
        descriptor = os.open(place(stored), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise FileNotFoundError(f"the bytes of file {stored.pk} cannot be opened") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size != stored.size:
        os.close(descriptor)
        raise FileNotFoundError(f"the bytes of file {stored.pk} are not what was stored")
    return OpenedFile(
        name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        stream=os.fdopen(descriptor, "rb"),
    )


def read_file(stored: StoredFile) -> bytes:
    """The bytes of a small file, such as a logo; errors as `open_file`."""
    with open_file(stored).stream as stream:
        return stream.read()


def place(stored: StoredFile) -> Path:
    """Where the bytes lie: always under the house we are in, whatever the record says."""
    return place_of(stored.key, house=current_house().pk, root=files_root())


def files_root() -> Path:
    """The folder of all houses' files."""
    return Path(settings.OGNIWO_FILES_ROOT)


def drafts_folder() -> Path:
    """Where this house's unfinished files lie, on the same file system as the finished ones."""
    return files_root() / str(current_house().pk) / "drafts"
