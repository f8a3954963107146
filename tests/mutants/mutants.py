"""Seeded leaks, one guard taken away at a time, each with the test that must notice (I15).

Read a line as: *if this guard were lost, that test would fail*. Imported inside of the run that seeds them only.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from unittest.mock import PropertyMock, patch
from uuid import UUID

import psycopg
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.test import override_settings

from core.access.rules import PUBLIC
from core.accounts.rules import Limits, box
from core.accounts.services import Opening, Outcome
from core.files.rules import place_of
from tenants.jobs.models import Job
from tenants.organisations.models import Organisation
from tenants.walls import services as walls
from tenants.walls.backend.base import DatabaseWrapper
from tenants.walls.context import wall
from tenants.walls.grants import FUNCTIONS_SQL, POLICIES

WALLS, HOSTS = "tests/tenants/walls", "tests/tenants/organisations"
FIGURES = "tests/tenants/figures"
PHONES = "tests/core/accounts/test_trusted_phone.py"


@dataclass(frozen=True)
class Mutant:
    """A guard that is lost. `seed` loses it for a block; `killed_by` names the test, `case` one of its parameters."""

    name: str
    seed: Callable[[], AbstractContextManager[Any]]
    killed_by: str
    case: str = ""


def instead(target: str, replacement: object) -> Callable[[], AbstractContextManager[Any]]:
    """Something of ours is replaced."""
    return lambda: patch(target, replacement)


def owner_does(act: str, undo: str) -> Callable[[], AbstractContextManager[None]]:
    """The owner of the database changes something; `{db}` is its name."""

    @contextmanager
    def seeded() -> Iterator[None]:
        name = str(wall().settings_dict["NAME"])
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=name, autocommit=True) as owner:
            owner.execute(act.format(db=name))  # type: ignore[arg-type]
            yield
            owner.execute(undo.format(db=name))  # type: ignore[arg-type]

    return seeded


def policy_says(table: str, name: str, rows: str) -> Callable[[], AbstractContextManager[None]]:
    """A policy of a shared table names other rows than the file of grants."""
    policy = next(each for each in POLICIES[table] if each.name == name)
    kept = (f"{word} ({each})" for word, each in (("USING", policy.using), ("WITH CHECK", policy.check)) if each)
    altered = f"ALTER POLICY {name} ON {table}"
    return owner_does(f"{altered} {rows}", f"{altered} {' '.join(kept)}")


# --- What is put in a guard's place -----------------------------------------------------------------------------------


def _swallowing(self: DatabaseWrapper) -> None:
    """What django-tenants does: a failed switch is passed over in silence."""
    try:
        _ENTER(self)
    except DatabaseError:
        self.search_path_set_schemas = ["whatever"]


def _unchecked(self: Any, key: Any, default: Any = None, version: int | None = None) -> Any:
    sealed = RedisCache.get(self, key, None, version)
    return sealed[1] if sealed else default


def _opening_always(house: Organisation) -> None:
    _CREATE(house)
    walls.open_again(house)


def _wherever_it_lies(stored: Any) -> Any:
    from core.files.selectors import files_root

    places = [place_of(stored.key, house=house.pk, root=files_root()) for house in Organisation.objects.order_by("pk")]
    return next((place for place in places if place.exists()), places[0])


def _everywhere(*places: str) -> AbstractContextManager[Any]:
    """Secrets are hashed without their house, in these modules."""
    stack = ExitStack()
    for place in places:
        stack.enter_context(patch(place, lambda secret, house: sha256(secret.encode()).hexdigest()))
    return stack


_IN_ITS_NETWORKS = next(each for each in FUNCTIONS_SQL if "ogniwo_networks()" in each)
_IN_EVERY_NETWORK = f"{_IN_ITS_NETWORKS.split('$$')[0]} $$ SELECT id FROM public.tenants_network $$"
_ENTER, _CREATE = DatabaseWrapper._enter_house, walls.create_house_role

MUTANTS = [
    # --- Entering a house
    Mutant(
        "no role is put on",
        instead("tenants.walls.backend.base.DatabaseWrapper.role", lambda self: None),
        f"{WALLS}/test_entering.py::test_in_a_house_there_are_its_schema_its_role_and_then_the_shared_schema",
    ),
    Mutant(
        "a failed switch is swallowed",
        instead("tenants.walls.backend.base.DatabaseWrapper._enter_house", _swallowing),
        f"{WALLS}/test_entering.py::test_a_schema_that_is_no_house_fails_at_the_first_statement_and_at_every_later_one",
        case="nigdy",
    ),
    Mutant(
        "a rolled back savepoint is not followed by a new switch",
        instead(
            "tenants.walls.backend.base.DatabaseWrapper.savepoint_rollback", BaseDatabaseWrapper.savepoint_rollback
        ),
        f"{WALLS}/test_entering.py::test_the_place_survives_a_rollback_to_before_the_house_was_entered",
    ),
    Mutant(
        "a lost connection is not followed by a new switch",
        instead("tenants.walls.backend.base.DatabaseWrapper.close", BaseDatabaseWrapper.close),
        f"{WALLS}/test_visits.py::test_whatever_order_a_visitor_does_things_in_no_house_is_mistaken_for_another",
    ),
    Mutant(
        "a cursor stays where it was opened",
        instead("tenants.walls.backend.base.HouseCursor._execute", CursorWrapper._execute),
        f"{WALLS}/test_entering.py::test_a_cursor_follows_its_connection_into_and_out_of_a_house",
    ),
    Mutant(
        "what was put off runs wherever the commit is",
        instead("tenants.walls.backend.base.DatabaseWrapper.on_commit", BaseDatabaseWrapper.on_commit),
        f"{WALLS}/test_entering.py::test_what_is_put_off_until_the_commit_runs_where_it_was_asked_for",
    ),
    Mutant(
        "leaving a house leads nowhere",
        instead("tenants.walls.backend.base.DatabaseWrapper.elsewhere", nullcontext),
        f"{WALLS}/test_entering.py::test_the_place_is_restored_after_an_exception",
    ),
    Mutant(
        "any name is a house",
        instead("tenants.organisations.selectors.active_house", lambda name: Organisation(schema_name=name)),
        f"{WALLS}/test_entering.py::test_what_is_not_the_name_of_an_open_house_cannot_be_entered",
        case="nigdy",
    ),
    Mutant(
        "a suspended house is a house",
        instead("tenants.organisations.selectors.active_houses", Organisation.objects.all),
        f"{WALLS}/test_entering.py::test_rows_of_a_suspended_house_cannot_be_reached_by_its_name",
    ),
    Mutant(
        "an upgrade opens suspended houses",
        instead("tenants.walls.services.create_house_role", _opening_always),
        f"{WALLS}/test_suspending.py::test_upgrading_does_not_open_it",
    ),
    # --- What the database grants
    Mutant(
        "a house may change its history",
        owner_does(
            'GRANT DELETE ON poraj.core_auditentry TO "{db}_poraj"',
            'REVOKE DELETE ON poraj.core_auditentry FROM "{db}_poraj"',
        ),
        f"{WALLS}/test_database_walls.py::test_a_house_cannot_change_its_own_history",
        case="DELETE FROM {}",
    ),
    Mutant(
        "a house has a right that the file does not name",
        owner_does(
            'GRANT UPDATE (title) ON poraj.core_report TO "{db}_poraj"',
            'REVOKE UPDATE ON poraj.core_report FROM "{db}_poraj"',
        ),
        f"{WALLS}/test_grants.py::test_a_house_reads_its_tables_and_writes_what_the_file_names",
        case="poraj",
    ),
    Mutant(
        "a house reads another",
        owner_does(
            'GRANT USAGE ON SCHEMA klobuck TO "{db}_poraj"; GRANT SELECT ON klobuck.core_account TO "{db}_poraj"',
            'REVOKE ALL ON klobuck.core_account FROM "{db}_poraj"; REVOKE ALL ON SCHEMA klobuck FROM "{db}_poraj"',
        ),
        f"{WALLS}/test_database_walls.py::test_a_house_reaches_no_table_of_another",
        case="poraj",
    ),
    Mutant(
        "the login has the rights of a house without putting on its role",
        owner_does(
            'GRANT "{db}_poraj" TO ogniwo_app WITH INHERIT TRUE', 'GRANT "{db}_poraj" TO ogniwo_app WITH INHERIT FALSE'
        ),
        f"{WALLS}/test_database_walls.py::test_the_login_without_a_house_reads_nothing_but_the_address_book",
    ),
    Mutant(
        "everybody may read a shared table",
        owner_does("GRANT SELECT ON tenants_snapshot TO PUBLIC", "REVOKE SELECT ON tenants_snapshot FROM PUBLIC"),
        f"{WALLS}/test_grants.py::test_nothing_is_granted_to_everybody",
    ),
    Mutant(
        "the queue has no row level security",
        owner_does(
            "ALTER TABLE tenants_job DISABLE ROW LEVEL SECURITY", "ALTER TABLE tenants_job ENABLE ROW LEVEL SECURITY"
        ),
        f"{WALLS}/test_database_walls.py::test_a_house_sees_its_own_jobs_and_no_others",
    ),
    Mutant(
        "the owner passes row level security",
        owner_does(
            "ALTER TABLE tenants_post NO FORCE ROW LEVEL SECURITY", "ALTER TABLE tenants_post FORCE ROW LEVEL SECURITY"
        ),
        f"{WALLS}/test_grants.py::test_rows_of_one_house_are_guarded_against_the_owner_too",
    ),
    Mutant(
        "a policy lets every letter through",
        policy_says("tenants_post", "seen_by_house", "USING (true)"),
        f"{WALLS}/test_database_walls.py::test_a_letter_is_read_by_its_sender_and_its_addressee_alone",
    ),
    Mutant(
        "a house asks the ground process for work",
        policy_says("tenants_job", "added", "WITH CHECK (house_id = (SELECT ogniwo_current_house()))"),
        f"{WALLS}/test_database_walls.py::test_a_house_asks_for_no_work_in_anothers_name_nor_of_the_ground_process",
        case="change0",
    ),
    # --- Between houses
    Mutant(
        "every house is in every network",
        owner_does(_IN_EVERY_NETWORK, _IN_ITS_NETWORKS),
        f"{FIGURES}/test_walls.py::test_a_house_of_another_network_reads_no_receipt_publication_or_cell",
    ),
    Mutant(
        "every house reads every release",
        policy_says("tenants_release", "seen_by_house", "USING (true)"),
        f"{FIGURES}/test_walls.py::test_an_owes_reads_no_release_also_when_there_are_some",
    ),
    Mutant(
        "only small numbers are hidden, without complements",
        instead("tenants.figures.rules.protection.group.Group.hide_until_safe", lambda self: None),
        f"{FIGURES}/test_protection_attack.py::test_nothing_hidden_is_recovered_from_all_tables_of_half_a_year",
        case="usual",
    ),
    # --- The cache
    Mutant(
        "one key for all houses",
        instead("tenants.walls.cache.place", lambda: "everywhere"),
        f"{WALLS}/test_cache.py::test_what_poraj_put_away_is_found_by_nobody_else",
        case="get",
    ),
    Mutant(
        "a cached value is believed without its seal",
        instead("tenants.walls.cache.HouseCache.get", _unchecked),
        f"{WALLS}/test_cache.py::test_a_value_that_turns_up_under_a_foreign_key_is_not_believed",
    ),
    Mutant(
        "keys carry the name of the schema only",
        instead("tenants.walls.cache.place", lambda: wall().schema_name),
        f"{WALLS}/test_cache.py::test_a_house_that_takes_over_the_name_of_another_finds_nothing_of_it",
    ),
    # --- Tripwires
    Mutant(
        "records remember no house",
        instead("tenants.walls.tripwires._check", lambda *_: None),
        f"{WALLS}/test_tripwires.py::test_a_record_of_poraj_cannot_be_used_in_klobuck",
        case="saved after pickling",
    ),
    Mutant(
        "queries remember no house",
        instead("tenants.walls.tripwires.HouseQuery.get_compiler", Query.get_compiler),
        f"{WALLS}/test_tripwires.py::test_a_query_built_in_poraj_does_not_run_in_klobuck",
        case="as a subquery",
    ),
    Mutant(
        "iterators remember no house",
        instead("tenants.walls.tripwires.HouseQuerySet._iterator", QuerySet._iterator),
        f"{WALLS}/test_tripwires.py::test_an_iterator_begun_in_poraj_gives_no_further_row_in_klobuck",
        case="<lambda>0",
    ),
    Mutant(
        "relations are followed in any house",
        instead("tenants.walls.tripwires.HouseRouter.refuse_strangers", staticmethod(lambda *_: None)),
        f"{WALLS}/test_tripwires.py::test_a_record_of_poraj_cannot_be_used_in_klobuck",
        case="asked for its records",
    ),
    # --- Hosts and cookies
    Mutant(
        "an unknown host is shown the public site",
        instead("tenants.organisations.middleware.house_at", lambda host: Organisation.objects.get(kind="public")),
        f"{HOSTS}/test_hosts.py::test_an_unknown_host_gets_a_plain_page_that_names_nobody",
        case="evil.example",
    ),
    Mutant(
        "a forwarded host is believed",
        lambda: override_settings(USE_X_FORWARDED_HOST=True),
        f"{HOSTS}/test_hosts.py::test_nothing_else_in_a_request_chooses_the_house",
        case="HTTP_X_FORWARDED_HOST",
    ),
    Mutant(
        "a suspended house answers",
        instead("tenants.organisations.models.Organisation.is_open", PropertyMock(return_value=True)),
        f"{HOSTS}/test_hosts.py::test_a_suspended_house_is_gone_and_says_nothing_about_itself",
    ),
    Mutant(
        "cookies are sent to every house",
        lambda: override_settings(SESSION_COOKIE_DOMAIN="localhost"),
        f"{HOSTS}/test_replays.py::test_cookies_name_no_domain_so_browsers_send_them_to_their_house_alone",
    ),
    Mutant(
        "sessions are signed cookies of no house",
        lambda: override_settings(SESSION_ENGINE="tests.mutants.leaky_sessions"),
        f"{HOSTS}/test_replays.py::test_the_session_of_one_house_is_nobodys_in_all_others",
    ),
    Mutant(
        "the key of a session is stored as it is",
        instead("core.accounts.sessions.stored_key", lambda key: key),
        f"{HOSTS}/test_replays.py::test_the_row_of_a_session_copied_into_another_house_has_no_key_there",
    ),
    Mutant(
        "the origin of a form is not looked at",
        instead("django.middleware.csrf.CsrfViewMiddleware._origin_verified", lambda self, request: True),
        f"{HOSTS}/test_replays.py::test_the_form_token_of_one_house_opens_no_form_of_another",
    ),
    # --- Signed and sealed things
    Mutant(
        "a reset link carries no house",
        instead(
            "core.accounts.adapters.HouseTokenGenerator._make_hash_value", PasswordResetTokenGenerator._make_hash_value
        ),
        f"{HOSTS}/test_replays.py::test_a_password_reset_link_of_poraj_resets_nothing_in_klobuck",
    ),
    Mutant(
        "an invitation carries no house",
        lambda: _everywhere("core.accounts.services.invitations.sealed", "core.accounts.selectors.sealed"),
        f"{HOSTS}/test_replays.py::test_an_invitation_of_poraj_invites_nobody_to_klobuck",
    ),
    Mutant(
        "an invitation can be used twice",
        instead("core.accounts.models.InvitationQuerySet.open", lambda self, now: self),
        "tests/core/accounts/test_invitations.py::test_an_invitation_is_answered_once_and_then_one_signs_in",
    ),
    Mutant(
        "an api key carries no house",
        lambda: _everywhere("core.accounts.services.tokens.sealed"),
        f"{HOSTS}/test_replays.py::test_an_api_key_of_poraj_opens_nothing_in_klobuck",
    ),
    Mutant(
        "second factors are sealed with one key for all",
        lambda: patch.multiple(
            "core.accounts.adapters.SecondFactorAdapter",
            encrypt=DefaultMFAAdapter.encrypt,
            decrypt=DefaultMFAAdapter.decrypt,
        ),
        f"{HOSTS}/test_replays.py::test_a_second_factor_sealed_in_poraj_cannot_be_opened_in_klobuck",
    ),
    Mutant(
        "a file is looked for in every house",
        instead("core.files.selectors.place", _wherever_it_lies),
        f"{HOSTS}/test_replays.py::test_the_record_of_a_file_copied_into_another_house_finds_no_bytes_there",
    ),
    # --- Who may
    Mutant(
        "a view that says nothing is open",
        instead("core.access.middleware.declared_access", lambda name, view: PUBLIC),
        "tests/core/access/test_access.py::test_a_view_that_says_nothing_stays_shut",
    ),
    Mutant(
        "a download asks for no permission",
        instead("core.reports.services.requests.may_download", lambda *_: True),
        "tests/core/reports/test_pages.py::test_who_lost_the_role_sees_the_report_and_cannot_have_it",
    ),
    Mutant(
        "a change of roles ends no session",
        instead("core.accounts.services.staff.shut_out", lambda account: None),
        "tests/core/accounts/test_staff.py::test_changing_roles_ends_every_session_of_that_person",
    ),
    Mutant(
        "nobody counts the heads of a house",
        instead("core.accounts.services.staff._keep_a_head", lambda leaving: None),
        "tests/core/accounts/test_staff.py::test_the_last_head_stays",
    ),
    Mutant(
        "a password is enough",
        instead("core.access.middleware.must_enrol", lambda account: False),
        "tests/core/accounts/test_second_factor.py::test_who_sees_sensitive_data_enrols_at_the_first_sign_in",
    ),
    Mutant(
        "a code of an app is accepted twice",
        instead("core.accounts.forms.spend_code", lambda **code: True),
        "tests/core/accounts/test_second_factor.py::test_a_code_is_accepted_once_even_when_the_cache_forgot_it",
    ),
    Mutant(
        "guesses are counted per name and not per account",
        instead(
            "core.accounts.adapters.AccountAdapter._get_login_attempts_cache_key",
            lambda self, request, **typed: typed.get("email") or typed.get("username"),
        ),
        "tests/core/accounts/test_guessing.py::test_five_guesses_per_account_and_then_even_the_right_password_waits",
    ),
    Mutant(
        "an idle session lives on",
        instead("core.accounts.sessions.limits", lambda: Limits(idle=timedelta(days=9), absolute=timedelta(days=9))),
        "tests/core/accounts/test_sessions.py::test_work_keeps_a_session_and_idleness_ends_it",
    ),
    Mutant(
        "sessions are sealed with one key for all",
        instead("core.accounts.sessions.house_box", lambda purpose: box(["x"], house=UUID(int=1), purpose=purpose)),
        "tests/core/accounts/test_sessions.py::test_a_row_carried_to_another_house_holds_nothing_there",
    ),
    # --- Trusted phones
    Mutant(
        "a phone's session is somebody's everywhere",
        instead("core.accounts.middleware.PhoneSessions.__call__", lambda self, request: self.get_response(request)),
        f"{PHONES}::test_a_phones_session_is_nobodys_everywhere_else",
    ),
    Mutant(
        "a full sign-in takes over the session of the phone",
        instead("core.accounts.adapters.AccountAdapter.login", DefaultAccountAdapter.login),
        f"{PHONES}::test_a_full_sign_in_on_the_phone_begins_a_session_of_its_own",
    ),
    Mutant(
        "wrong PINs are not counted",
        instead("core.accounts.services.devices._refused", lambda device: Opening(Outcome.WRONG, device)),
        f"{PHONES}::test_five_wrong_pins_lock_the_phone_until_a_full_sign_in",
    ),
    Mutant(
        "other roles leave the phone trusted",
        instead("core.accounts.services.staff.revoke_devices_of", lambda account, now: 0),
        f"{PHONES}::test_what_takes_trust_away_counts_at_the_next_request",
        case="roles changed",
    ),
    Mutant(
        "the secret of a phone carries no house",
        lambda: _everywhere("core.accounts.services.devices.sealed", "core.accounts.selectors.sealed"),
        f"{PHONES}::test_a_row_carried_to_another_house_opens_nothing_there",
    ),
    Mutant(
        "a phone's session sees more than today's own sheets",
        instead("casework.attendance.views.sheet._is_on_phone", lambda request: False),
        "tests/casework/attendance/test_sheet.py::test_a_phones_session_shows_today_alone",
    ),
    Mutant(
        "every browser keeps the sheets",
        instead("casework.attendance.views.sheet._is_trusted", lambda request, now: True),
        "tests/casework/attendance/test_sheet.py::test_only_a_trusted_phone_is_told_to_keep_a_page_and_only_todays",
    ),
    # --- Work
    Mutant(
        "a task runs in a house that is closed",
        instead("worker.tenancy.active_houses", lambda: Organisation.objects.exclude(kind="public")),
        "tests/worker/test_house_task.py::test_work_of_a_suspended_house_is_rejected_on_record",
    ),
    Mutant(
        "a task runs without its house",
        lambda: patch("worker.tenancy.HouseTask.__call__", lambda self, **given: self.run(**given)),
        "tests/worker/test_house_task.py::test_a_message_without_its_headers_is_refused",
        case="given0",
    ),
    Mutant(
        "a lease is not fenced by its attempt",
        instead("tenants.jobs.services._held_rows", lambda lease: Job.objects.filter(pk=lease.job, state="running")),
        "tests/tenants/jobs/test_queue.py::test_the_next_holder_fences_the_one_before_off",
    ),
    Mutant(
        "a house may ask the ground process",
        policy_says("tenants_job", "added", "WITH CHECK (house_id = (SELECT ogniwo_current_house()))"),
        "tests/tenants/jobs/test_queue.py::test_a_house_cannot_ask_the_ground_process",
    ),
    Mutant(
        "the probe believes every pooler",
        instead("tenants.walls.probe._check", lambda *_: None),
        f"{WALLS}/test_probe.py::test_a_transaction_pooler_is_found_whatever_its_size",
        case="2",
    ),
]
