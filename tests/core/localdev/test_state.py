"""What the demo remembers: when to prepare again, when to begin anew, and which demo other commands join."""

import os
from pathlib import Path

import pytest

from core.localdev import commands, state
from core.localdev.servers import claimed
from core.localdev.state import Built
from core.localdev.trouble import Trouble


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("tenants/migrations/0001_initial.py", "tenants/models.py", "tenants/page.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    return tmp_path


def test_an_edited_migration_is_noticed(tree: Path) -> None:
    before = state.migrations_digest(tree)
    (tree / "tenants/migrations/0001_initial.py").write_text("2")
    assert state.migrations_digest(tree) != before


def test_a_renamed_migration_is_noticed(tree: Path) -> None:
    before = state.migrations_digest(tree)
    (tree / "tenants/migrations/0001_initial.py").rename(tree / "tenants/migrations/0001_other.py")
    assert state.migrations_digest(tree) != before


def test_code_that_is_no_migration_only_asks_for_preparation(tree: Path) -> None:
    migrations, code = state.migrations_digest(tree), state.code_digest(tree)
    (tree / "tenants/models.py").write_text("2")
    assert state.migrations_digest(tree) == migrations
    assert state.code_digest(tree) != code


def test_a_page_changes_nothing_in_the_database(tree: Path) -> None:
    code = state.code_digest(tree)
    (tree / "tenants/page.html").write_text("2")
    assert state.code_digest(tree) == code


def test_what_was_built_is_remembered(tmp_path: Path) -> None:
    built = Built(migrations="m", code="c", seed="s")
    state.remember(tmp_path, built)
    assert state.remembered(tmp_path) == built


@pytest.mark.parametrize("note", ["", "{", '{"of": "an older release"}'])
def test_an_unreadable_note_counts_as_none(tmp_path: Path, note: str) -> None:
    (tmp_path / state.BUILT).write_text(note)
    assert state.remembered(tmp_path) == Built()


def test_the_environment_of_a_demo_is_private_and_only_known_while_it_runs(tmp_path: Path) -> None:
    with claimed(tmp_path):
        state.announce(tmp_path, {"DATABASE_URL": "secret"})
        assert (tmp_path / state.RUNNING).stat().st_mode & 0o077 == 0
        assert state.environment_of_running_demo(tmp_path) == {"DATABASE_URL": "secret"}
    assert state.environment_of_running_demo(tmp_path) is None


def test_a_command_of_django_joins_the_running_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"OGNIWO_DATA_DIR": str(tmp_path)})
    with claimed(tmp_path):
        state.announce(tmp_path, {"DATABASE_URL": "theirs"})
        commands._join_running_demo("houses")
    assert os.environ["DATABASE_URL"] == "theirs"


def test_without_a_demo_a_command_says_how_to_start_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"OGNIWO_DATA_DIR": str(tmp_path)})
    with pytest.raises(Trouble, match=r"start `python3 manage.py demo` first\.$"):
        commands._join_running_demo("houses")
