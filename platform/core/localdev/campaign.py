"""`manage.py campaign`: the long runs of faults and isolation, too long for every day. The arguments are pytest's."""

from core.localdev import test


def main(arguments: list[str]) -> int:
    """Run the campaign on servers of its own."""
    return test.main(["tests/campaign", "-m", "campaign", *arguments])
