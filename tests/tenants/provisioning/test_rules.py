"""Which requests for a house are refused, and where."""

import pytest

from tenants.errors import RuleBroken
from tenants.provisioning.rules import NewHouse, checked, clean, retargeted

GOOD = {"kind": "centre", "name": "CIS Poraj", "host": "poraj.example.pl", "manager_email": "k@poraj.example"}


def test_a_plain_request_is_accepted():
    assert checked(NewHouse(**GOOD)).slug == "poraj"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "public"),
        ("kind", "CENTRE"),
        ("name", "  "),
        ("name", "x" * 201),
        ("name", "two\nlines"),
        ("host", "poraj"),
        ("host", 'poraj".example.pl'),
        ("host", "poraj'; drop schema public;--.pl"),
        ("host", "public.example.pl"),
        ("host", "template.example.pl"),
        ("host", "pgcatalog.example.pl"),
        ("host", "dispatcher.example.pl"),
        ("host", "9poraj.example.pl"),
        ("host", "po-raj.example.pl"),
        ("host", "poraj.example.pl."),
        ("host", "Poraj.example.pl"),
        ("host", "żarki.example.pl"),
        ("host", "p" * 40 + ".example.pl"),
        ("manager_email", "nobody"),
        ("manager_email", 'a"b@c.pl'),
        ("manager_email", "a@b.pl\nBcc: x@y.pl"),
        ("manager_email", "a" * 65 + "@b.pl"),
    ],
)
def test_a_wrong_request_is_refused_at_its_field(field, value):
    with pytest.raises(RuleBroken) as refusal:
        checked(NewHouse(**{**GOOD, field: value}))
    assert refusal.value.field == field


def test_a_dump_loses_what_only_psql_understands():
    dump = "\n".join(
        (
            "\\restrict abc",
            "--",
            "-- comment",
            "SET lock_timeout = 0;",
            "SELECT pg_catalog.set_config('search_path', '', false);",
            "CREATE TABLE a();",
        )
    )
    assert clean(dump) == "CREATE TABLE a();"


def test_a_snapshot_is_aimed_at_the_new_schema():
    assert (
        retargeted("CREATE TABLE ogniwo_template_centre.a();", kind="centre", schema="poraj")
        == "CREATE TABLE poraj.a();"
    )
