"""The tree is the house plan: whoever opens the folder sees the domain."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from config.slices import ROOT, SLICES
from tests.architecture.tree import (
    APPS,
    BESIDE_SLICES,
    FOLDERS_OF_A_SLICE,
    HOOKS,
    IN_PLATFORM,
    JUNK_DRAWERS,
    OF_A_SLICE,
    OF_AN_APP,
    TOP_LEVEL,
    parsed,
    python_files,
    short,
    slices,
)


def tracked(folder: str = "") -> list[str]:
    """Files that are, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", f"./{folder}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


def test_the_top_level_is_fixed():
    top = {name.partition("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


def test_platform_is_a_source_root_and_never_a_package():
    """A package of that name would shadow the standard library's, which uuid, Celery and Django import."""
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert {path.name for path in (ROOT / "platform").iterdir()} - {"__pycache__"} <= IN_PLATFORM


def test_a_fresh_interpreter_in_the_root_still_finds_the_library_named_platform():
    code = "import platform, core, config, tenants; print(platform.system())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {"Linux", "Darwin", "Windows"}


def test_every_slice_is_listed_and_every_listed_slice_exists():
    found = {short(path).replace("/", ".") for path in slices()}
    assert found == set(SLICES)


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_beside_its_slices_an_app_holds_what_django_asks_for(app):
    files = {short(path) for path in app.glob("*.py")}
    expected = {f"{app.name}/{name}" for name in OF_AN_APP} | set(BESIDE_SLICES)
    assert files <= expected


def in_the_plan(path: Path) -> bool:
    closed_set = FOLDERS_OF_A_SLICE if path.is_dir() else OF_A_SLICE
    python = path.is_dir() or path.suffix == ".py"
    return (python and path.stem in closed_set) or path.stem in HOOKS or short(path) in HOOKS


def test_a_slice_has_the_files_that_every_slice_has():
    assert [short(path) for place in slices() for path in place.iterdir() if not in_the_plan(path)] == []


def test_what_the_plan_allows_beyond_the_closed_set_is_there():
    """An exception that nobody uses any more is taken out of the plan."""
    exceptions = [name for name in (*HOOKS, *BESIDE_SLICES) if "/" in name]
    known = {short(path) for path in python_files()} | {short(path.parent) for path in python_files()}
    assert set(exceptions) <= known


def test_there_is_no_drawer_for_odds_and_ends():
    assert not [path for path in python_files() if JUNK_DRAWERS & {path.stem, path.parent.name}]


def test_every_slice_says_what_it_is():
    for place in (*slices(), *APPS):
        text = ast.get_docstring(parsed(place / "__init__.py")) or ""
        assert len(text.split()) >= 5, f"{short(place)} says nothing of itself"


def test_no_path_is_put_on_the_path_by_hand():
    for path in python_files():
        assert "sys.path" not in path.read_text(encoding="utf-8"), short(path)


HOSTS = (
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js",
    "unpkg",
    "jsdelivr",
    "cdnjs",
    "googleapis",
    "gstatic",
    "registry.",
)
MACHINES = ("/Users/", "/root/", str(ROOT))
ALIEN = ("node_modules/", "static/vendor/", ".min.js", ".min.css", "site-packages")
BINARY = (".png", ".ico", ".mo", ".woff2", ".ttf", ".pdf", ".xlsx", ".jpg")
THIS = "tests/architecture/test_tree.py"


def named_in(name: str, words: tuple[str, ...]) -> list[str]:
    if name.endswith(BINARY) or name == THIS:
        return []
    text = (ROOT / name).read_text(encoding="utf-8")
    return [f"{name}: {word}" for word in words if word in text]


def test_no_file_names_a_host_of_packages_or_fonts():
    assert [found for name in tracked() for found in named_in(name, HOSTS)] == []


def test_no_path_of_somebodys_machine_is_committed():
    assert [found for name in tracked() for found in named_in(name, MACHINES)] == []


def test_no_file_of_others_is_committed():
    assert not [name for name in tracked() if any(part in name for part in ALIEN)]
