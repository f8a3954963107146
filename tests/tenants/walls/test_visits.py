"""Nested houses, savepoints, rollbacks, lazy queries, cursors, threads and lost connections, in every order (I3)."""

from tests.tenants.walls.machine import visit


def test_whatever_order_a_visitor_does_things_in_no_house_is_mistaken_for_another(committing):
    visit(committing, sequences=200, steps=20, derandomize=True)
