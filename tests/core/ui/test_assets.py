"""What is fetched at set-up is enough for what templates ask for, and comes from no other place."""

import json
import re
from pathlib import Path

from config.slices import ROOT

ASSETS = ROOT / "platform/assets"
OURS = [
    path
    for folder in ("platform", "tenants", "casework", "networking")
    for pattern in ("*.html", "*.py")
    for path in (ROOT / folder).rglob(pattern)
    if not {"node_modules", "vendor", "migrations"} & set(path.parts)
]
ICON = re.compile(r"""\{% icon "([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"|"icon": "([a-z0-9-]+)\"""")


def fetched() -> set[str]:
    return {each["to"] for each in json.loads((ASSETS / "copy.json").read_text())}


def icons_used(path: Path) -> set[str]:
    return {name for found in ICON.findall(path.read_text(encoding="utf-8")) for name in found if name}


def test_every_icon_that_a_page_draws_is_fetched() -> None:
    used = {name for path in OURS for name in icons_used(path)}
    assert len(used) > 20
    assert {f"icons/{name}.svg" for name in used} - fetched() == set()


def test_every_vendor_file_that_a_page_links_is_fetched() -> None:
    linked = {
        name for path in OURS for name in re.findall(r'static "vendor/([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert linked
    assert linked <= fetched()


def test_the_lock_of_the_front_end_names_no_host_and_pins_every_package() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text())
    packages = [each for name, each in lock["packages"].items() if name]
    assert packages
    assert all("resolved" not in each and each["integrity"].startswith("sha512-") for each in packages)


def test_no_page_and_no_style_sheet_of_ours_fetches_from_elsewhere() -> None:
    sheets = (ROOT / "platform/core/static/core").glob("*")
    pages = [path for path in OURS if path.suffix == ".html"]
    for path in [*sheets, *pages]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", text), path


def test_no_template_has_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)")
    assert [path for path in OURS if path.suffix == ".html" and inline.search(path.read_text(encoding="utf-8"))] == []
