"""The demo's houses and people, founded and invited the way real ones are."""

import os
import re
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from core.accounts.models import Account
from core.accounts.services import accept_invitation, invite_account, set_up_demo_app
from core.letters.services import send_letters
from core.localdev.people import HOUSES, NETWORK, SANDBOX, WITH_SECOND_FACTOR, DemoHouse, Person
from core.mail.models import Mail
from core.reports.services import request_report
from tenants.organisations.models import NetworkMembership, Organisation
from tenants.walls.context import house_context

LINK = re.compile(r"\S+/konto/zaproszenie/\S+")
LETTER = (
    "Spotkanie sieciujące: zapraszamy do Poraja",
    "Dzień dobry,\n\nzapraszamy na kolejne spotkanie sieciujące centrów. Tematem poprzedniego były motywacja"
    " i wypalenie zawodowe; prosimy o propozycje, o czym porozmawiać tym razem.\n\nDo zobaczenia!",
)


class Command(BaseCommand):
    help = "Fill the demo: eight houses, a sandbox, staff and people, a letter and a first report. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OGNIWO_DEMO:
            raise CommandError("This is not a demo: set OGNIWO_DEMO=1 for demo data.")
        password = os.environ["OGNIWO_DEMO_PASSWORD"]
        for demo in (*HOUSES, SANDBOX):
            self._found(demo)
        self._join()
        with translation.override("pl"), transaction.atomic():
            newly_staffed = [_invite_staff(demo, password) for demo in HOUSES]
            _invite_staff(SANDBOX, password)
            if any(newly_staffed):
                _send_letter()
                _ask_for_report()
        for step in settings.DEMO_STEPS:
            import_string(step)(today=timezone.localdate())

    def _found(self, demo: DemoHouse) -> None:
        """Ask the ground process for the house, unless it is there."""
        if Organisation.objects.filter(schema_name=demo.slug).exists():
            return
        call_command(
            "found_house",
            kind=demo.kind,
            name=demo.name,
            host=f"{demo.slug}.{settings.OGNIWO_BASE_HOST}",
            manager_email=demo.email(demo.people[0]),
            sandbox=demo.is_sandbox,
            stdout=self.stdout,
        )

    def _join(self) -> None:
        """Ask the ground process for the network and for whoever is not in it yet."""
        there = _members()
        missing = [slug for slug in NETWORK.members if slug not in there]
        if not missing:
            return
        about = {"slug": NETWORK.slug, "name": NETWORK.name, "coordinator": NETWORK.coordinator}
        call_command("set_up_network", **about, stdout=self.stdout)
        for slug in missing:
            call_command("join_network", network=NETWORK.slug, house=slug, since=NETWORK.since, stdout=self.stdout)


def _members() -> set[str]:
    """Centres (names of their schemas) that the demo's OWES sees in its network."""
    with house_context(NETWORK.coordinator):
        found = NetworkMembership.objects.filter(network__slug=NETWORK.slug).order_by("id")
        return set(found.values_list("house__schema_name", flat=True))


def _invite_staff(demo: DemoHouse, password: str) -> bool:
    """The head answers the founding's invitation and invites the others, who answer too. False: done before."""
    first, *others = demo.people
    with house_context(demo.slug):
        head = Account.objects.get(email=demo.email(first))
        if head.has_usable_password():
            return False
        letter = Mail.objects.filter(to=head.email).earliest("created_at")
        _accept(LINK.findall(letter.body)[0], first, password)
        head.refresh_from_db()
        for person in others:
            invited = invite_account(by=head, name=person.name, sign_in_name=demo.email(person), roles=person.roles)
            _accept(invited.link, person, password)
        for account in Account.objects.filter(email=WITH_SECOND_FACTOR):
            set_up_demo_app(account=account)
    return True


def _accept(link: str, person: Person, password: str) -> None:
    accept_invitation(secret=link.rstrip("/").rsplit("/", 1)[-1], name=person.name, password=password)


def _send_letter() -> None:
    with house_context("jowes"):
        adviser = Account.objects.get(email="doradca@jowes.example")
        centres = Organisation.objects.filter(kind="centre", is_sandbox=False).order_by("pk")
        send_letters(by=adviser, to=list(centres.values_list("pk", flat=True)), subject=LETTER[0], body=LETTER[1])


def _ask_for_report() -> None:
    with house_context("poraj"):
        manager = Account.objects.get(email="kierownik@poraj.example")
        month = timezone.localdate().strftime("%Y-%m")
        request_report(by=manager, kind="register-of-accesses", parameters={"month": month}, format="pdf")
