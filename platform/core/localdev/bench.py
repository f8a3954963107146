"""`manage.py bench`: ours beside the naive way and the near limit, in one run. Its arguments are the benchmark's."""

import subprocess
import sys

from core.localdev.places import ROOT
from core.localdev.test import clean_environment
from core.localdev.testing import servers_for_tests

PROGRAM = ROOT / "tests" / "benchmarks" / "run.py"


def main(arguments: list[str]) -> int:
    """Run the benchmarks on servers that are as careful with their files as real ones."""
    with servers_for_tests(fast=False) as servers:
        environment = clean_environment() | servers.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
        return subprocess.run([sys.executable, PROGRAM, *arguments], cwd=ROOT, env=environment, check=False).returncode
