"""The house plan as values: what may lie where, each with its reason. Tests compare the tree with it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.slices import ROOT

SOURCES = tuple(
    ROOT / each for each in ("platform/config", "platform/core", "tenants", "casework", "networking", "worker")
)
APPS = tuple(ROOT / each for each in ("platform/core", "tenants", "casework", "networking"))

TOP_LEVEL = {
    "manage.py",
    "pyproject.toml",
    "platform",
    "tenants",
    "casework",
    "networking",
    "worker",
    "deploy",
    "tests",
    "README.md",
}
IN_PLATFORM = {"config", "core", "docs", "assets"}

OF_AN_APP = {"__init__", "apps", "models"}
"""Beside the slices of an app: Django asks for these."""

BESIDE_SLICES = {
    "casework/registrations": "fills the registries of core in one place",
    "networking/registrations": "fills the registries of core in one place",
    "core/registrations": "fills the registries of core in one place",
    "tenants/errors": "the refusals that every layer above shares",
}

NOT_SLICES = {
    "migrations": "Django's",
    "management": "the operator's command line",
    "templates": "pages that belong to no slice",
    "templatetags": "Django looks for them here",
    "static": "styles, scripts and pictures",
    "locale": "translations",
    "demo": "makes the demo's region with known truth; it serves no request",
    "localdev": "starts servers for development and tests, with nothing but Python; it serves no request",
    "__pycache__": "Python's",
}

OF_A_SLICE = {"__init__", "rules", "models", "selectors", "services", "forms", "views", "api", "urls"}
FOLDERS_OF_A_SLICE = {*OF_A_SLICE, "reports", "templates", "__pycache__"}

HOOKS = {
    "middleware": "Django calls it around every request",
    "checks": "Django runs it before it starts",
    "core/access/third_party": "who may enter the views of allauth, which cannot say it themselves",
    "core/accounts/adapters": "allauth asks it",
    "core/accounts/backends": "Django authenticates through it",
    "core/accounts/sessions": "Django's session engine",
    "core/imports/reader": "a program of its own: reads files of strangers under limits of memory and time",
    "core/mail/backend": "Django sends mail through it",
    "core/reports/renderers": "one program per file format, behind one function",
    "tenants/provisioning/templates": "template schemas: a word of the domain, not pages",
    "tenants/walls/backend": "Django's database backend",
    "tenants/walls/cache": "Django's cache backend",
    "tenants/walls/context": "the only ways into a house; too central to hide in services",
    "tenants/walls/identifiers": "database-made keys, used by models below the tripwires",
    "tenants/walls/grants": "the table of roles and rights, compared with PostgreSQL's catalogue",
    "tenants/walls/pouring": "thousands of rows in one statement, for imports and the demo; below every slice",
    "tenants/walls/probe": "asked once by every process before it starts",
    "tenants/walls/tripwires": "base classes of models and querysets",
}
"""Further files of slices: named by what the framework calls, or by the one thing they hold."""

JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "managers", "signals", "misc", "tasks", "lib", "tools"}

CLOCKS = {"now", "today", "utcnow", "localtime", "localdate", "time"}
DOORS_OF_TIME = {
    "casework/figures/services/daily": "a job: the worker calls it, nobody hands it a time",
    "core/accounts/services/history": "allauth's signals come in here: a door",
    "core/accounts/services/invitations": "an invitation counts from, and until, the moment it is answered",
    "core/accounts/services/sessions": "a job: the worker calls it, nobody hands it a time",
    "core/accounts/services/staff": "ending somebody's access counts from this moment and from no other",
    "core/imports/services/forgetting": "a job: the worker calls it, nobody hands it a time",
    "core/imports/services/reading": "a job: the worker calls it, nobody hands it a time",
    "core/imports/services/taking": "jobs: the worker calls them, nobody hands them a time",
    "core/mail/services": "a job: the worker calls it, nobody hands it a time",
    "core/reports/services/making": "a job: the worker calls it, nobody hands it a time",
    "tenants/figures/services/jobs": "jobs: the worker calls them, nobody hands them a time",
    "networking/meetings/services/recalling": "a job: the worker calls it, nobody hands it a time",
    "networking/meetings/services/reminding": "a job: the worker calls it, nobody hands it a time",
}
"""Where the clock is read below views and the schedule, and why."""


@cache
def python_files() -> tuple[Path, ...]:
    """Every file of ours but migrations."""
    found = (path for root in SOURCES for path in root.rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """How the plan names a file: `core/access/rules`."""
    return path.relative_to(ROOT).with_suffix("").as_posix().removeprefix("platform/")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones too."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def slices() -> list[Path]:
    """Every folder of an app that is a word of the domain."""
    return sorted(path for app in APPS for path in app.iterdir() if path.is_dir() and path.name not in NOT_SLICES)
