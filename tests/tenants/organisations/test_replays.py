"""What Poraj signed, hashed, sealed or handed out is worth nothing in Kłobuck, at the OWES, or in public (I12).

Jan exists twice, with the same identifier, e-mail and password hash: only the house tells the two apart.
"""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import get_adapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.urls import reverse

from core.accounts.models import Account, Session
from core.accounts.rules import Scope
from core.accounts.selectors import open_invitation
from core.accounts.services import create_token, invite_account, token_in_use
from core.files.selectors import open_file
from core.files.services import store_bytes
from core.reports.models import Report
from tenants.errors import WrongHouse
from tenants.organisations.models import Organisation
from tenants.walls.context import house_context, public_context
from tests.clients import HouseClient
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
CENTRE_URLS = "config.urls.centre"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.OGNIWO_WAIVE_SECOND_FACTOR = True


def twin_of(original: Account, house: Organisation) -> Account:
    """The same account, to the letter, in another house."""
    with house_context(house):
        twin = Account(pk=original.pk, email=original.email, name="Jan Drugi", roles=["manager"])
        twin.password = original.password
        twin.save(force_insert=True)
    return twin


@pytest.fixture
def jan(account, poraj, klobuck) -> Account:
    made = account(poraj, "manager", email="jan@wspolny.example", name="Jan Pierwszy")
    twin_of(made, klobuck)
    return made


def address(name: str, **given: object) -> str:
    return reverse(name, urlconf=CENTRE_URLS, kwargs=given)


def is_anonymous(response) -> bool:
    sent_away = response.status_code == 302 and address("account_login") in response["Location"]
    return sent_away or response.status_code in {401, 404}


# --- Cookies -------------------------------------------------------------------------------------------------------


def test_the_session_of_one_house_is_nobodys_in_all_others(jan, client_for, poraj, klobuck, jowes):
    at_home = client_for(jan)
    cookie = at_home.cookies[settings.SESSION_COOKIE_NAME].value
    assert at_home.get("/konto/").status_code == 200
    for place in (klobuck, None, jowes):
        visitor = HouseClient(house=place)
        visitor.cookies[settings.SESSION_COOKIE_NAME] = cookie
        assert is_anonymous(visitor.get("/konto/"))
        assert is_anonymous(visitor.get("/historia/"))
    assert at_home.get("/konto/").status_code == 200


def test_the_row_of_a_session_copied_into_another_house_has_no_key_there(jan, client_for, klobuck):
    at_home = client_for(jan)
    with house_context("poraj"):
        row = Session.objects.get()
    assert at_home.cookies[settings.SESSION_COOKIE_NAME].value != row.session_key
    visitor = HouseClient(house=klobuck)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert is_anonymous(visitor.get("/konto/"))


def test_cookies_name_no_domain_so_browsers_send_them_to_their_house_alone(jan, client_for):
    client = client_for(house=Organisation.objects.get(schema_name="poraj"))
    client.get(address("account_login"))
    client.post(address("account_login"), {"login": jan.email, "password": PASSWORD})
    assert client.cookies
    for cookie in client.cookies.values():
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"
        assert cookie["samesite"] in {"Lax", "Strict"}
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_DOMAIN is None
    assert settings.LANGUAGE_COOKIE_DOMAIN is None


def test_signing_in_changes_the_key_of_the_session(jan, client_for, poraj):
    client = client_for(house=poraj)
    client.get(address("account_login"))
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = "a" * 32
    client.post(address("account_login"), {"login": jan.email, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_the_form_token_of_one_house_opens_no_form_of_another(jan, poraj, klobuck):
    at_poraj, at_klobuck = (HouseClient(house=house, enforce_csrf_checks=True) for house in (poraj, klobuck))
    tokens = [
        each.get(address("account_login")).cookies[settings.CSRF_COOKIE_NAME].value for each in (at_poraj, at_klobuck)
    ]
    form = {"login": jan.email, "password": PASSWORD, "csrfmiddlewaretoken": tokens[0]}
    assert at_klobuck.post(address("account_login"), form).status_code == 403
    own = {**form, "csrfmiddlewaretoken": tokens[1]}
    for origin in ("http://poraj.localhost", "http://localhost", "null"):
        assert at_klobuck.post(address("account_login"), own, headers={"Origin": origin}).status_code == 403


# --- Links ---------------------------------------------------------------------------------------------------------


def test_a_password_reset_link_of_poraj_resets_nothing_in_klobuck(jan, klobuck, client_for):
    with house_context("poraj"):
        token = default_token_generator.make_token(jan)
        assert default_token_generator.check_token(jan, token)
    with house_context("klobuck"):
        twin = Account.objects.get(pk=jan.pk)
        assert not default_token_generator.check_token(twin, token)
    link = address("account_reset_password_from_key", uidb36=user_pk_to_url_str(jan), key=token)
    answer = client_for(house=klobuck).get(link, follow=True)
    assert "password1" not in answer.content.decode()


def test_an_invitation_of_poraj_invites_nobody_to_klobuck(jan, klobuck, client_for):
    with house_context("poraj"):
        link = invite_account(by=jan, name="Ewa", sign_in_name="ewa", roles=["office"]).link
        secret = link.rstrip("/").rpartition("/")[2]
        invitation = open_invitation(secret, now=datetime.now(UTC))
        assert invitation is not None
    with house_context("klobuck"):
        _copy_row(invitation)
        assert open_invitation(secret, now=datetime.now(UTC)) is None
    page = client_for(house=klobuck).get(address("accounts:accept", secret=secret))
    assert "password" not in page.content.decode() or page.status_code in {404, 410}


def _copy_row(record) -> None:
    """The row itself, carried over by somebody who can write into both houses: a restore gone wrong."""
    fields = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    if "invited_by_id" in fields:
        fields["account_id"] = fields["invited_by_id"]  # who exists there too
    type(record).objects.create(**fields)


def test_an_api_key_of_poraj_opens_nothing_in_klobuck(jan):
    with house_context("poraj"):
        new = create_token(by=jan, name="x", scopes=list(Scope)[:1], expires_at=NOW + timedelta(days=9), now=NOW)
        assert token_in_use(secret=new.secret, ip=None, now=NOW) is not None
    with house_context("klobuck"):
        _copy_row(new.token)
        assert token_in_use(secret=new.secret, ip=None, now=NOW) is None


def test_a_second_factor_sealed_in_poraj_cannot_be_opened_in_klobuck():
    with house_context("poraj"):
        sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
        assert get_adapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    with house_context("klobuck"), pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)


# --- Files and papers -----------------------------------------------------------------------------------------------


@pytest.fixture
def paper(jan, tmp_path, settings) -> Report:
    settings.OGNIWO_FILES_ROOT = str(tmp_path)
    with house_context("poraj"):
        file = store_bytes(b"%PDF of Poraj", name="x.pdf", content_type="application/pdf", purpose="report", by=jan)
        return Report.objects.create(
            kind="accesses",
            format="pdf",
            title="x",
            requested_by=jan,
            file=file,
            sha256="0" * 64,
            ready_at=NOW,
            expires_at=datetime.now(UTC) + timedelta(days=1),
        )


def test_a_download_address_of_poraj_leads_nowhere_in_klobuck(jan, paper, client_for):
    link = address("reports:download", report_id=paper.pk)
    with house_context("klobuck"):
        twin = Account.objects.get(pk=jan.pk)
    stranger = client_for(twin)
    unknown = address("reports:download", report_id="01900000-0000-7000-8000-000000000000")
    assert stranger.get(link).status_code == stranger.get(unknown).status_code == 404


def test_the_record_of_a_file_copied_into_another_house_finds_no_bytes_there(jan, paper):
    with house_context("poraj"):
        stored = paper.file
        assert open_file(stored).stream.read() == b"%PDF of Poraj"
    with house_context("klobuck"):
        _copy_row(stored)
        copied = type(stored).objects.get(pk=stored.pk)
        with pytest.raises(FileNotFoundError):
            open_file(copied)


@pytest.mark.parametrize("trick", ["../{poraj}/{name}", "{poraj}", "/etc/hostname", "..\\..", "x\x00", "\u2024\u2024/"])
def test_no_key_of_a_file_leads_out_of_its_house(jan, paper, poraj, trick):
    with house_context("poraj"):
        stored = copy.copy(paper.file)
    stored._home = "klobuck"
    stored.key = type("Key", (), {"hex": trick.format(poraj=poraj.pk, name=stored.key.hex)})()
    with house_context("klobuck"), pytest.raises((FileNotFoundError, ValueError)):
        open_file(stored)


def test_a_link_inside_the_folder_of_files_is_not_followed(jan, paper, klobuck, tmp_path):
    with house_context("poraj"):
        stored = paper.file
        bytes_of_poraj = next((tmp_path / str(Organisation.objects.get(schema_name="poraj").pk)).glob("??/*"))
    with house_context("klobuck"):
        _copy_row(stored)
        target = tmp_path / str(klobuck.pk) / bytes_of_poraj.parent.name / bytes_of_poraj.name
        target.parent.mkdir(parents=True)
        target.symlink_to(bytes_of_poraj)
        with pytest.raises(FileNotFoundError):
            open_file(type(stored).objects.get(pk=stored.pk))


def test_a_record_of_a_file_is_not_opened_outside_of_its_house(paper):
    with house_context("klobuck"), pytest.raises((WrongHouse, FileNotFoundError)):
        open_file(paper.file)
    with public_context(), pytest.raises(Exception, match="house"):
        open_file(paper.file)
