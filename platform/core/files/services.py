"""Keeping and forgetting files.

A file is written to a draft, flushed to the disk, given its final name, and only then named by a row.
Whatever dies on the way leaves bytes that no row knows; `forget_orphans` removes them a day later.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from core.accounts.models import Account
from core.files.models import StoredFile
from core.files.rules import place_of, safe_name
from core.files.selectors import drafts_folder, files_root, place
from tenants.walls.context import current_house

ORPHANS_ARE_KEPT_FOR = timedelta(days=1)


@contextmanager
def draft() -> Iterator[Path]:
    """A place to write to. What is still there at the end of the block is removed."""
    folder = drafts_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / uuid4().hex
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(written: Path, *, name: str, content_type: str, purpose: str, by: Account | None) -> StoredFile:
    """Give a draft its final place, and the record that makes it a file of this house.

    The bytes are on the disk before the record is: call it inside the transaction that makes the file
    visible.
    """
    sha256, size = _digest_and_flush(written)
    key = uuid4()
    _move(written, place_of(key, house=current_house().pk, root=files_root()))
    return StoredFile.objects.create(
        purpose=purpose,
        name=safe_name(name),
        content_type=content_type,
        size=size,
        sha256=sha256,
        key=key,
        created_by=by,
    )


def store_bytes(data: bytes, *, name: str, content_type: str, purpose: str, by: Account | None) -> StoredFile:
    """Keep a small file that is in memory."""
    with draft() as path:
        path.write_bytes(data)
        return keep(path, name=name, content_type=content_type, purpose=purpose, by=by)


def discard(stored: StoredFile) -> None:
    """Remove a file: its record in this transaction, its bytes once that is committed."""
    path = place(stored)
    stored.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def forget_orphans(*, now: datetime) -> int:
    """Remove bytes that no record names and that are older than a day. Returns how many there were."""
    folder = files_root() / str(current_house().pk)
    known = {key.hex for key in StoredFile.objects.order_by("pk").values_list("key", flat=True)}
    limit = (now - ORPHANS_ARE_KEPT_FOR).timestamp()
    orphans = [path for path in folder.glob("*/*") if path.name not in known and _older(path, than=limit)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _older(path: Path, *, than: float) -> bool:
    with suppress(FileNotFoundError):
        return path.lstat().st_mtime < than
    return False


def _digest_and_flush(written: Path) -> tuple[str, int]:
    with written.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return digest, file.tell()


def _move(written: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written.chmod(0o600)
    written.rename(target)
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Without this a power cut may forget the new name although the bytes are safe."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
