"""Writing the lines of a settlement: all of them in one statement."""

import json
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import connection

from casework.benefits.models import Settlement
from casework.benefits.rules import BenefitInputs, monthly_benefit

WRITE = """
    INSERT INTO casework_settlementline
           (settlement_id, stay_id, rule_version, inputs, full_amount, amount, premium, payable)
    SELECT %s, stay_id, rule_version, inputs::jsonb || %s::jsonb, full_amount, amount, premium, amount + premium
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[])
         AS line (stay_id, rule_version, inputs, full_amount, amount, premium)"""
"""The terms are the same for everybody, so they travel once."""


def write_lines(
    settlement: Settlement, *, people: Mapping[UUID, BenefitInputs], premiums: Mapping[UUID, Decimal]
) -> Decimal:
    """Calculate and write everybody's line; returns what they come to together, in złoty."""
    nothing, total = Decimal("0.00"), Decimal("0.00")
    rows, terms = [], {}
    for stay_id, inputs in people.items():
        made, premium, kept = monthly_benefit(inputs), premiums.get(stay_id, nothing), inputs.as_json()
        terms = {"terms": kept.pop("terms")}
        rows.append((stay_id, inputs.rule_version.value, json.dumps(kept), made.full_amount, made.amount, premium))
        total += made.amount + premium
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [settlement.pk, json.dumps(terms), *map(list, zip(*rows, strict=True))])
    return total
