"""Everything that slices of casework add to the registries, in one list."""

from collections.abc import Mapping

from core.audit.rules import register_action, register_group


def register_all() -> None:
    """Called once when the app registry is ready."""


def _actions(prefix: str, label: object, sentences: Mapping[str, object]) -> None:
    register_group(prefix, label)
    for code, sentence in sentences.items():
        register_action(code, sentence)
