"""Tables of the shared schema: who may do what with them, before row level security."""

from tenants.walls.grants.words import (
    ADD,
    APP,
    DISPATCHER,
    HOUSE,
    PUBLISHER,
    READ,
    STATISTICIAN,
    WRITE,
    update,
)

_JOB_STEPS = ("state", "attempt", "failures", "lease_until", "run_after", "error", "started_at", "finished_at")
_FOUNDING_STEPS = ("state", "step", "error", "house_id", "manager_email", "queued_at", "finished_at")

_ANSWER = (
    "answer", "answered_sequence", "answered_by_account", "answered_by_name", "answered_by_function", "answered_at",
    "reminded_at", "version",
)  # fmt: skip

SHARED: dict[str, dict[str, str]] = {
    "django_migrations": {},
    "tenants_organisation": {APP: READ, HOUSE: READ, DISPATCHER: READ, STATISTICIAN: READ, PUBLISHER: READ},
    "tenants_domain": {APP: READ, HOUSE: READ, DISPATCHER: READ},
    "tenants_network": {
        HOUSE: f"{READ}, {update('smallest_count', 'rounding', 'freeze_day')}",
        DISPATCHER: READ,
        STATISTICIAN: READ,
        PUBLISHER: READ,
    },
    "tenants_networkmembership": {HOUSE: READ, DISPATCHER: ADD, STATISTICIAN: READ, PUBLISHER: READ},
    "tenants_snapshot": {},
    "tenants_job": {HOUSE: f"{ADD}, {update(*_JOB_STEPS)}", DISPATCHER: WRITE},
    "tenants_calendarslot": {DISPATCHER: WRITE},
    "tenants_dispatcherheartbeat": {APP: READ, HOUSE: READ, DISPATCHER: WRITE},
    "tenants_post": {
        HOUSE: f"{ADD}, {update('delivered_at', 'read_at')}",
        DISPATCHER: f"{READ}, {update('queued_at')}",
    },
    "tenants_foundingrequest": {HOUSE: ADD, DISPATCHER: f"{READ}, {update(*_FOUNDING_STEPS)}"},
    "tenants_release": {HOUSE: ADD, STATISTICIAN: READ},
    "tenants_receipt": {HOUSE: READ, STATISTICIAN: READ, PUBLISHER: f"{ADD}, UPDATE"},
    "tenants_publication": {HOUSE: READ, STATISTICIAN: READ, PUBLISHER: ADD},
    "tenants_publishedcell": {HOUSE: READ, STATISTICIAN: READ, PUBLISHER: f"{ADD}, {update('is_current')}"},
    "networking_centreprofile": {HOUSE: f"{ADD}, UPDATE"},
    "networking_meeting": {HOUSE: WRITE},
    "networking_agendapart": {HOUSE: WRITE},
    "networking_invitation": {HOUSE: f"{ADD}, DELETE, {update(*_ANSWER)}"},
    "networking_attendee": {HOUSE: WRITE},
    "networking_needcount": {HOUSE: WRITE},
    "networking_guest": {HOUSE: WRITE},
    "networking_meetingnote": {HOUSE: f"{ADD}, UPDATE"},
    "networking_conclusion": {HOUSE: WRITE},
    "networking_action": {HOUSE: f"{ADD}, UPDATE"},
    "networking_calendarfeed": {HOUSE: WRITE},
}
"""Tables of the shared schema → role → privileges."""
