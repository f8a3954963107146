"""Small files, small functions, words where somebody needs them, and time as an argument."""

import ast
import statistics
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.architecture.tree import CLOCKS, DOORS_OF_TIME, functions, parsed, python_files, short


def offenders(
    find: Callable[[Path], Iterable[object]], *, among: Iterable[Path] = python_files()
) -> dict[str, list[object]]:
    """File → what is wrong in it."""
    found = {short(path): list(find(path)) for path in among}
    return {name: faults for name, faults in found.items() if faults}


def offered() -> list[Path]:
    """Rules, selectors and services: what a slice offers to others."""
    return [path for path in python_files() if {"rules", "selectors", "services"} & set(short(path).split("/"))]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [each for each in parsed(path).body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_a_file_is_at_most_300_lines():
    assert not [short(path) for path in python_files() if len(path.read_text(encoding="utf-8").splitlines()) > 300]


def test_functions_are_short():
    lengths = sorted(length(each) for path in python_files() for each in functions(path))
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.95)] <= 30
    assert lengths[-1] <= 60


def test_what_a_slice_offers_is_described():
    """A single line under a telling name describes itself."""

    def silent(path: Path) -> list[object]:
        return [each.name for each in public_functions(path) if len(each.body) > 1 and not ast.get_docstring(each)]

    assert offenders(silent, among=offered()) == {}


def test_services_take_their_arguments_by_name():
    def by_position(path: Path) -> list[object]:
        is_service = "services" in short(path).split("/")
        return [each.name for each in public_functions(path) if is_service and len(each.args.args) > 2]

    assert offenders(by_position, among=offered()) == {}


def test_time_is_an_argument_below_the_doors():
    """Rules, selectors and services do not look at the clock; doors and the schedule hand the time in."""

    def looks(path: Path) -> list[object]:
        calls = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call) and not node.args)
        clocks = (call for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS)
        return [
            call.lineno for call in clocks if getattr(call.value, "id", "") in {"timezone", "datetime", "date", "time"}
        ]

    assert set(offenders(looks, among=offered())) == set(DOORS_OF_TIME)


WALLS = {"house_context", "public_context", "service_role", "as_owner", "elsewhere"}


def test_no_generator_gives_a_value_away_while_it_is_inside_a_house():
    """Whoever receives it would go on in that house. Context managers are generators by design, and say so."""

    def yields_inside(path: Path) -> list[object]:
        return [
            function.name
            for function in functions(path)
            if not {"contextmanager"} & {getattr(each, "id", "") for each in function.decorator_list}
            for block in ast.walk(function)
            if isinstance(block, ast.With)
            and WALLS & {getattr(getattr(item.context_expr, "func", None), "id", "") for item in block.items}
            and any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(block))
        ]

    assert offenders(yields_inside) == {}


BANNED = {
    "schema_context": "use house_context",
    "tenant_context": "use house_context",
    "set_schema": "use house_context or public_context",
    "clone_schema": "it renames constraints; houses are founded by replay",
    "mark_safe": "use format_html, which escapes",
    "csrf_exempt": "no door is open to other sites",
    "async_to_sync": "a house is bound to the connection of a thread",
    "sync_to_async": "a house is bound to the connection of a thread",
}
SAFE_BY_DESIGN = {"core/templatetags/ui": {"mark_safe"}}


def test_no_way_around_the_walls_is_used():
    def banned(path: Path) -> set[object]:
        nodes = list(ast.walk(parsed(path)))
        names = {getattr(node, "id", None) or getattr(node, "attr", None) for node in nodes}
        imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
        return (names | imported) & set(BANNED) - SAFE_BY_DESIGN.get(short(path), set())

    assert offenders(banned) == {}
