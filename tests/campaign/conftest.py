"""The campaign runs on the same kind of stack as the daily fault tests."""

from tests.worker.conftest import quick_stack, stack

__all__ = ["quick_stack", "stack"]
