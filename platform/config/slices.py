"""The slices, listed once: task modules and template folders come from here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SLICES = (
    "casework.attendance",
    "casework.benefits",
    "casework.figures",
    "casework.parameters",
    "casework.participants",
    "casework.staff",
    "casework.workshops",
    "core.access",
    "core.accounts",
    "core.api",
    "core.audit",
    "core.files",
    "core.imports",
    "core.letters",
    "core.mail",
    "core.notifications",
    "core.reports",
    "core.screening",
    "core.sealing",
    "core.submissions",
    "core.ui",
    "networking.directory",
    "networking.meetings",
    "networking.overview",
    "tenants.figures",
    "tenants.jobs",
    "tenants.organisations",
    "tenants.post",
    "tenants.provisioning",
    "tenants.walls",
)


def folder(slice_name: str) -> Path:
    """Where a slice lives: `core` is inside the source root `platform/`."""
    parts = slice_name.split(".")
    return (ROOT / "platform" / Path(*parts)) if parts[0] == "core" else ROOT / Path(*parts)


def template_folders() -> list[Path]:
    """Every slice's own `templates/` folder, where there is one."""
    return [path for name in SLICES if (path := folder(name) / "templates").is_dir()]


def task_modules() -> list[str]:
    """Modules that may declare background jobs: the services of each slice."""
    return [f"{name}.services" for name in SLICES if any(folder(name).glob("services*"))]
