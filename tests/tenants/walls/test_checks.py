"""What refuses to start: an asynchronous server (I17). The pooler has tests of its own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.slices import ROOT
from tenants.walls.checks import asgi_is_refused

NO_HOUSES = ["nigdy", "", "Poraj", "public", "poraj'; DROP SCHEMA poraj; --"]


def test_the_product_runs_under_wsgi_alone(settings):
    assert asgi_is_refused(None) == []
    assert not (ROOT / "platform/config/asgi.py").exists()
    settings.ASGI_APPLICATION = "config.asgi.application"
    assert [error.id for error in asgi_is_refused(None)] == ["tenants.E001"]


@pytest.mark.parametrize("house", NO_HOUSES)
@pytest.mark.parametrize("command", ["reset_second_factor", "second_factor_code"])
def test_a_command_for_a_house_that_is_not_there_does_nothing(db, command, house):
    """I4 at the operator's door."""
    with pytest.raises(CommandError, match="no active house"):
        call_command(command, house=house, account="kanarek@klobuck.example", stdout=StringIO())
