"""A centre's release reaches the people of the OWES as a notice that opens the month."""

import pytest

from core.notifications.models import Notification
from core.notifications.services import deliver_post
from tenants.figures.services import release_figures
from tenants.organisations.models import Organisation
from tenants.post.models import Post
from tenants.post.services import send_post
from tenants.walls.context import house_context
from tests.tenants.figures.conftest import MARIA, OCTOBER, TODAY, some_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(poraj: Organisation) -> Post:
    with house_context(poraj):
        release_figures(by=MARIA, month=OCTOBER, figures=some_figures(), exact=[], today=TODAY)
        return Post.objects.get(kind="figures.released")


def test_the_notice_opens_the_network_in_that_month(letter, jowes, account, client_for):
    adviser = account(jowes, "analyst")
    with house_context(jowes):
        deliver_post(post_id=str(letter.pk))
        notice = Notification.objects.get(account=adviser)
    assert "10.2026" in notice.title
    answer = client_for(adviser).get(notice.url)
    assert (answer.status_code, answer["Location"]) == (302, "/statystyki/subregion-polnocny/?okres=2026-10")


def test_what_is_no_such_letter_opens_nothing(letter, poraj, jowes, account, client_for):
    with house_context(poraj):
        other = send_post(to_house=jowes, kind="letter", subject="Pismo", by=MARIA)
    page = client_for(account(jowes, "analyst"))
    for number in (other.pk, poraj.pk):
        assert page.get(f"/statystyki/przekazane/{number}/").status_code == 404


def test_a_centre_has_no_such_page(letter, poraj, account, client_for):
    assert client_for(account(poraj, "manager")).get(f"/statystyki/przekazane/{letter.pk}/").status_code == 404
