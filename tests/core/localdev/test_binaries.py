"""Which programs run as the database, and where root puts them so that nobody can run them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.localdev import binaries, places
from core.localdev.trouble import Trouble

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as somebody else")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    binaries.postgres_programs.cache_clear()
    yield
    binaries.postgres_programs.cache_clear()


def pretended(folder: Path, *, version: str) -> Path:
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder


def test_other_programs_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "modest_identity", dict)
    monkeypatch.setenv("OGNIWO_PG_BIN", str(pretended(tmp_path, version="19.1 (Debian 19.1-1)")))
    assert binaries.postgres_programs() == tmp_path


def test_an_older_postgresql_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "modest_identity", dict)
    monkeypatch.setenv("OGNIWO_PG_BIN", str(pretended(tmp_path, version="17.6")))
    with pytest.raises(Trouble, match=r"needs PostgreSQL 18 or newer; .* holds 17\.$"):
        binaries.postgres_programs()


def test_a_folder_without_programs_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGNIWO_PG_BIN", str(tmp_path))
    with pytest.raises(Trouble, match=r"^No PostgreSQL that can be run in"):
        binaries.postgres_programs()


@AS_ROOT
def test_programs_that_nobody_can_reach_count_as_none(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    programs = pretended(tmp_path, version="18.0")
    assert binaries.postgres_version(programs, identity={}) == 18
    assert binaries.postgres_version(programs, identity=binaries.modest_identity()) is None


@AS_ROOT
def test_root_copies_the_programs_out_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SHARED", tmp_path / "shared")
    for part in binaries.PARTS:
        (tmp_path / "private" / part).mkdir(parents=True, mode=0o700)
    (tmp_path / "private" / binaries.PARTS[0] / "program").touch(mode=0o700)
    copy = binaries._copied_out(tmp_path / "private")
    assert (copy / binaries.PARTS[0] / "program").stat().st_mode & 0o777 == 0o755
    assert copy.stat().st_mode & 0o777 == 0o755
    assert binaries._copied_out(tmp_path / "nothing") == copy


@pytest.mark.parametrize("planted", ["a link", "a file", "a folder that others may write"])
def test_a_place_that_a_stranger_planted_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setattr(places, "SHARED", shared)
    if planted == "a link":
        shared.symlink_to(tmp_path)
    elif planted == "a file":
        shared.touch()
    else:
        shared.mkdir()
        shared.chmod(0o777)
    with pytest.raises(Trouble, match="does not belong to root alone"):
        places.root_owned_folder()
