import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError

from core.files.models import StoredFile
from core.files.selectors import drafts_folder, files_root, open_file, place, read_file
from core.files.services import discard, draft, forget_orphans, keep, store_bytes
from core.files.views import attachment
from tenants.organisations.models import Organisation

House = Callable[[Organisation], Any]


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OGNIWO_FILES_ROOT", str(tmp_path))


def _store(data: bytes = b"tresc") -> StoredFile:
    return store_bytes(data, name="pismo.txt", content_type="text/plain", purpose="report", by=None)


def test_a_stored_file_is_read_back_as_it_was(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        stored = _store(b"abc")
        assert read_file(stored) == b"abc"
        assert (stored.size, stored.sha256) == (3, sha256(b"abc").hexdigest())


def test_a_file_is_private_to_the_process_and_lies_under_an_unguessable_name(
    poraj: Organisation, as_house: House
) -> None:
    with as_house(poraj):
        path = place(_store())
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parents[1].name == str(poraj.pk)
        assert "pismo" not in str(path)
        assert list(drafts_folder().iterdir()) == []


def test_a_record_carried_to_another_house_opens_nothing(
    poraj: Organisation, klobuck: Organisation, as_house: House
) -> None:
    with as_house(poraj):
        stored = _store()
    with as_house(klobuck), pytest.raises(FileNotFoundError):
        open_file(stored)


def test_a_link_in_place_of_a_file_is_not_followed(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        stored = _store(b"x" * os.stat("/etc/passwd").st_size)
        place(stored).unlink()
        place(stored).symlink_to("/etc/passwd")
        with pytest.raises(FileNotFoundError):
            open_file(stored)


def test_a_file_of_another_size_is_not_served(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        stored = _store()
        place(stored).write_bytes(b"cut")
        with pytest.raises(FileNotFoundError):
            open_file(stored)


def test_nothing_is_left_of_a_draft_that_failed(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        with pytest.raises(OSError, match="full"):
            _write_half()
        assert list(drafts_folder().iterdir()) == []
        assert not StoredFile.objects.exists()


def test_bytes_are_on_the_disk_before_they_have_their_name(
    poraj: Organisation, as_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    flush, rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("flush"), flush(number))[1])
    monkeypatch.setattr(Path, "rename", lambda self, to: (order.append("rename"), rename(self, to))[1])
    with as_house(poraj):
        _store()
    assert order == ["flush", "rename", "flush"]


def test_a_discarded_file_goes_when_its_transaction_is_committed(
    poraj: Organisation, as_house: House, django_capture_on_commit_callbacks: Any
) -> None:
    with as_house(poraj):
        stored = _store()
        path = place(stored)
        with django_capture_on_commit_callbacks(execute=True):
            discard(stored)
            assert path.exists()
        assert not path.exists()
        assert not StoredFile.objects.exists()


def test_only_old_bytes_without_a_record_are_swept(poraj: Organisation, as_house: House) -> None:
    now = datetime.now(UTC)
    with as_house(poraj):
        kept = _store()
        with draft() as unused:
            folder = unused.parent
        old, young = folder / "old", folder / "young"
        for path in (old, young, place(kept)):
            path.touch()
        long_ago = (now - timedelta(days=3)).timestamp()
        os.utime(old, (long_ago, long_ago))
        os.utime(place(kept), (long_ago, long_ago))
        assert forget_orphans(now=now) == 1
        assert (old.exists(), young.exists(), place(kept).exists()) == (False, True, True)


def test_files_of_another_house_are_not_swept(poraj: Organisation, klobuck: Organisation, as_house: House) -> None:
    with as_house(klobuck):
        theirs = place(_store())
    long_ago = 1_000_000_000
    os.utime(theirs, (long_ago, long_ago))
    with as_house(poraj):
        assert forget_orphans(now=datetime.now(UTC)) == 0
    assert theirs.exists()


def test_a_record_needs_the_hash_of_its_bytes(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj), pytest.raises(DatabaseError):
        StoredFile.objects.create(purpose="report", name="x", content_type="x", size=1, sha256="", key=poraj.pk)


def test_a_download_is_an_attachment_that_nothing_can_run(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        response = attachment(open_file(_store(b"<script>alert(1)</script>")))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Length"] == "25"
    response.close()


def test_every_house_has_a_folder_of_its_own(poraj: Organisation, klobuck: Organisation, as_house: House) -> None:
    for house in (poraj, klobuck):
        with as_house(house):
            keep_something()
    assert {path.name for path in files_root().iterdir()} == {str(poraj.pk), str(klobuck.pk)}


def _write_half() -> None:
    with draft() as path:
        path.write_bytes(b"half")
        raise OSError("disk full")


def keep_something() -> None:
    with draft() as path:
        path.write_bytes(b"x")
        keep(path, name="x", content_type="text/plain", purpose="report", by=None)
