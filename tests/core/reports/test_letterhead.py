"""Settings → letterhead."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.files.models import StoredFile
from core.files.selectors import place
from core.reports.models import Letterhead
from core.reports.selectors import letterhead
from core.reports.services import save_letterhead
from tenants.errors import RuleBroken
from tenants.organisations.models import Organisation
from tests.clients import HouseClient
from tests.core.reports.pictures import jpeg_header, png

House = Callable[[Organisation], Any]
Accounts = Callable[..., Account]
Clients = Callable[..., HouseClient]
PAGE = "/ustawienia/pisma/"
WORDS = {"address": "ul. Górna 1, 42-360 Poraj", "contact": "tel. 34 000 00 00", "run_by": "prowadzi: Gmina Poraj"}


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OGNIWO_FILES_ROOT", str(tmp_path))


@pytest.fixture
def manager(poraj: Organisation, account: Accounts) -> Account:
    return account(poraj, "manager")


def _logo(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_without_settings_a_paper_has_the_name_of_the_house(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        assert letterhead().house == "Centrum Integracji Społecznej w Poraju"
        assert (letterhead().lines, letterhead().logo) == ((), None)


def test_lines_and_logo_are_set_on_the_page(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients
) -> None:
    answer = client_for(manager).post(PAGE, {**WORDS, "logo": _logo(png(60, 30)), "logo_alt": "Dwa ogniwa"})
    assert answer.status_code == 302
    with as_house(poraj):
        head = letterhead()
        assert head.lines == tuple(WORDS.values())
        assert head.logo is not None
        assert (head.logo.alt, head.logo.image_format, head.logo.data) == ("Dwa ogniwa", "png", png(60, 30))
        assert AuditEntry.objects.filter(action="letterhead.changed").count() == 1
    page = client_for(manager).get(PAGE).text
    assert "ul. Górna 1" in page
    assert "Dwa ogniwa" in page


@pytest.mark.parametrize(
    "content",
    [
        png(30_000, 30_000, body=b""),
        png(2_001, 5),
        png(20, 20, body=b"not deflated"),
        b"\x89PNG\r\n\x1a\n",
        jpeg_header(40, 40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\0\x01\0",
        b"%PDF-1.7\n",
        b"MZ" + b"\0" * 100,
        png(10, 10) + b"\0" * (1024 * 1024),
    ],
)
def test_what_is_no_small_whole_picture_is_refused_at_the_field(
    poraj: Organisation, as_house: House, manager: Account, client_for: Clients, content: bytes
) -> None:
    answer = client_for(manager).post(PAGE, {**WORDS, "logo": _logo(content), "logo_alt": "x"})
    assert answer.status_code == 200
    assert "logo" in answer.context["form"].errors
    with as_house(poraj):
        assert not StoredFile.objects.exists()
        assert not Letterhead.objects.exists()


def test_a_logo_needs_a_description(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj), pytest.raises(RuleBroken) as refusal:
        save_letterhead(by=manager, **WORDS, logo=png(9, 9), logo_alt=" ")
    assert refusal.value.field == "logo_alt"


def test_a_new_logo_replaces_the_old_and_its_bytes(
    poraj: Organisation, as_house: House, manager: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with as_house(poraj):
        save_letterhead(by=manager, **WORDS, logo=png(9, 9), logo_alt="stare")
        old = place(StoredFile.objects.get())
        with django_capture_on_commit_callbacks(execute=True):
            save_letterhead(by=manager, **WORDS, logo=png(8, 8), logo_alt="nowe")
        assert StoredFile.objects.count() == Letterhead.objects.count() == 1
        assert not old.exists()
        save_letterhead(by=manager, **WORDS, logo_alt="nadal nowe")
        head = letterhead()
        assert head.logo is not None
        assert head.logo.alt == "nadal nowe"
        save_letterhead(by=manager, **WORDS, remove_logo=True)
        assert letterhead().logo is None
        assert not StoredFile.objects.exists()


def test_a_lost_logo_stops_no_paper(poraj: Organisation, as_house: House, manager: Account) -> None:
    with as_house(poraj):
        save_letterhead(by=manager, **WORDS, logo=png(9, 9), logo_alt="znak")
        place(StoredFile.objects.get()).unlink()
        assert letterhead().logo is None


def test_there_is_one_letterhead(poraj: Organisation, as_house: House) -> None:
    with as_house(poraj):
        Letterhead.objects.create()
        with pytest.raises(IntegrityError):
            Letterhead.objects.create()


def test_strangers_do_not_reach_the_page(poraj: Organisation, account: Accounts, client_for: Clients) -> None:
    assert client_for(account(poraj, "office")).get(PAGE).status_code == 403
    assert client_for(house=poraj).get(PAGE).status_code == 302


def test_the_letterhead_of_another_house_is_not_seen(
    poraj: Organisation,
    klobuck: Organisation,
    as_house: House,
    account: Accounts,
    manager: Account,
    client_for: Clients,
) -> None:
    secret = f"ul. Tajna {uuid4()}"
    with as_house(klobuck):
        save_letterhead(by=account(klobuck, "manager"), **{**WORDS, "address": secret})
    assert secret not in client_for(manager).get(PAGE).text
