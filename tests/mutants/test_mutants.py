"""Each guard is taken away once, and a test notices: no guard is there in vain, and no test is blind (I15)."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from config.slices import ROOT
from tests.mutants.mutants import MUTANTS


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> dict[str, set[str]]:
    """Mutant → what became of the tests that ran with it: `failure`, `error` or `passed`."""
    paper = tmp_path_factory.mktemp("mutants") / "verdicts.xml"
    named = sorted({mutant.killed_by for mutant in MUTANTS})
    plugins = ["-p", "tests.mutants.seeding", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options = ["-q", "--tb=short", "-o", "junit_family=xunit1", f"--junitxml={paper}"]
    command = [sys.executable, "-m", "pytest", *plugins, *options, *named]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout[-1000:] + done.stderr[-1000:]
    return _read(paper)


def _read(paper: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case in ElementTree.parse(paper).iter("testcase"):
        name = next((each.get("value", "") for each in case.iter("property")), "")
        outcome = next((part.tag for part in case if part.tag in {"failure", "error", "skipped"}), "passed")
        found.setdefault(name, set()).add(outcome)
    return found


@pytest.mark.parametrize("mutant", [pytest.param(mutant, id=mutant.name) for mutant in MUTANTS])
def test_a_lost_guard_is_noticed(mutant, verdicts):
    assert verdicts.get(mutant.name) == {"failure"}, f"not killed by {mutant.killed_by}"
