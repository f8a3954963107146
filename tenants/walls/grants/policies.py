"""Which rows of the shared schema a role sees and changes."""

from tenants.walls.grants.words import DISPATCHER, HOUSE, PUBLISHER, STATISTICIAN, Policy

_HERE = "(SELECT public.ogniwo_current_house())"
_OWN = f"house_id = {_HERE}"
_IN_NETWORK = "network_id IN (SELECT public.ogniwo_networks())"
_COORDINATED = "network_id IN (SELECT public.ogniwo_coordinated_networks())"
_OF_SEEN_MEETING = "meeting_id IN (SELECT id FROM public.networking_meeting)"
_OF_OWN_MEETING = f"meeting_id IN (SELECT id FROM public.networking_meeting WHERE convener_id = {_HERE})"
_OF_SEEN_INVITATION = "invitation_id IN (SELECT id FROM public.networking_invitation)"
_OF_OWN_INVITATION = f"invitation_id IN (SELECT id FROM public.networking_invitation WHERE {_OWN})"
_OF_INVITATION_TO_OWN_MEETING = (
    f"invitation_id IN (SELECT id FROM public.networking_invitation WHERE {_OF_OWN_MEETING})"
)


def _seen(using: str, role: str = HOUSE) -> Policy:
    return Policy(f"seen_by_{role}", role, "SELECT", using=using)


def _added(check: str) -> Policy:
    return Policy("added", HOUSE, "INSERT", check=check)


def _changed(rows: str) -> Policy:
    return Policy("changed", HOUSE, "UPDATE", using=rows, check=rows)


def _deleted(rows: str) -> Policy:
    return Policy("deleted", HOUSE, "DELETE", using=rows)


def _written(rows: str) -> tuple[Policy, ...]:
    return (_added(rows), _changed(rows), _deleted(rows))


def _all(role: str) -> Policy:
    return Policy(f"all_of_{role}", role, "ALL", using="true", check="true")


POLICIES: dict[str, tuple[Policy, ...]] = {
    "tenants_network": (
        _seen("id IN (SELECT public.ogniwo_networks())"),
        _changed(f"coordinator_id = {_HERE}"),
        *(_seen("true", role) for role in (DISPATCHER, STATISTICIAN, PUBLISHER)),
    ),
    "tenants_networkmembership": (
        _seen(_IN_NETWORK),
        _all(DISPATCHER),
        *(_seen("true", role) for role in (STATISTICIAN, PUBLISHER)),
    ),
    "tenants_job": (
        _seen(_OWN),
        _added(f"{_OWN} AND lane = 'work'"),
        _changed(_OWN),
        _all(DISPATCHER),
    ),
    "tenants_post": (
        _seen(f"from_house_id = {_HERE} OR to_house_id = {_HERE}"),
        _added(f"from_house_id = {_HERE}"),
        _changed(f"to_house_id = {_HERE}"),
        _all(DISPATCHER),
    ),
    "tenants_foundingrequest": (
        _seen(f"asked_by_house_id = {_HERE}"),
        _added(f"asked_by_house_id = {_HERE} AND {_COORDINATED} AND state = 'waiting' AND house_id IS NULL"),
        _all(DISPATCHER),
    ),
    "tenants_release": (_seen(_OWN), _added(f"{_OWN} AND {_IN_NETWORK}"), _seen("true", STATISTICIAN)),
    "tenants_receipt": (_seen(f"{_OWN} OR {_COORDINATED}"), _seen("true", STATISTICIAN), _all(PUBLISHER)),
    "tenants_publication": (_seen(_IN_NETWORK), _seen("true", STATISTICIAN), _all(PUBLISHER)),
    "tenants_publishedcell": (
        _seen(f"{_COORDINATED} OR (audience = 'members' AND {_IN_NETWORK})"),
        _seen("true", STATISTICIAN),
        _all(PUBLISHER),
    ),
    "networking_centreprofile": (
        _seen(f"{_OWN} OR house_id IN (SELECT house_id FROM public.tenants_networkmembership)"),
        _added(_OWN),
        _changed(_OWN),
    ),
    "networking_meeting": (
        _seen(f"convener_id = {_HERE} OR (state <> 'draft' AND {_IN_NETWORK})"),
        _added(f"convener_id = {_HERE} AND {_COORDINATED}"),
        _changed(f"convener_id = {_HERE}"),
        _deleted(f"convener_id = {_HERE} AND state = 'draft'"),
    ),
    "networking_agendapart": (_seen(_OF_SEEN_MEETING), *_written(_OF_OWN_MEETING)),
    "networking_invitation": (
        _seen(_OF_SEEN_MEETING),
        _added(_OF_OWN_MEETING),
        _changed(f"{_OWN} OR {_OF_OWN_MEETING}"),
        _deleted(_OF_OWN_MEETING),
    ),
    "networking_attendee": (
        _seen(_OF_SEEN_INVITATION),
        *_written(f"{_OF_OWN_INVITATION} OR {_OF_INVITATION_TO_OWN_MEETING}"),
    ),
    "networking_needcount": (
        _seen(f"{_OWN} OR {_OF_OWN_MEETING}"),
        *_written(f"({_OWN} AND {_OF_SEEN_MEETING}) OR (house_id IS NULL AND {_OF_OWN_MEETING})"),
    ),
    "networking_guest": (_seen(_OF_SEEN_MEETING), *_written(_OF_OWN_MEETING)),
    "networking_meetingnote": (
        _seen(_OF_SEEN_MEETING),
        _added(f"{_OWN} AND {_OF_SEEN_MEETING}"),
        _changed(f"{_OWN} AND {_OF_SEEN_MEETING}"),
    ),
    "networking_conclusion": (_seen(_OF_SEEN_MEETING), *_written(_OF_OWN_MEETING)),
    "networking_action": (
        _seen(_IN_NETWORK),
        _added(_COORDINATED),
        _changed(f"{_OWN} OR {_COORDINATED}"),
    ),
    "networking_calendarfeed": (_seen(_OWN), *_written(_OWN)),
}
"""Shared tables with rows of a house or a network → their policies. They FORCE row level security on the owner too."""

UNFORCED = frozenset({"tenants_network", "tenants_networkmembership"})
"""But for these: the owner's own functions below read them to answer what a house belongs to."""

_ASKING = (
    "(SELECT id FROM public.tenants_organisation"
    " WHERE schema_name = substr(current_setting('role'), length(current_database()) + 2))"
)
_TODAY = "(now() AT TIME ZONE 'Europe/Warsaw')::date"

FUNCTIONS_SQL = (
    """CREATE OR REPLACE FUNCTION public.ogniwo_current_house() RETURNS uuid
    LANGUAGE sql STABLE SET search_path = pg_catalog AS
    $$ SELECT id FROM public.tenants_organisation
       WHERE schema_name = substr(current_user, length(current_database()) + 2) $$""",
    f"""CREATE OR REPLACE FUNCTION public.ogniwo_coordinated_networks() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT id FROM public.tenants_network WHERE coordinator_id = {_ASKING} $$""",
    f"""CREATE OR REPLACE FUNCTION public.ogniwo_networks() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT network_id FROM public.tenants_networkmembership
       WHERE house_id = {_ASKING} AND since <= {_TODAY} AND coalesce(until, 'infinity') >= {_TODAY}
       UNION SELECT id FROM public.tenants_network WHERE coordinator_id = {_ASKING} $$""",
)
"""The house of the role that asks (nothing for any other role), and the networks that it is in or coordinates.

The last two are the owner's, because a policy that reads its own table would go round in circles. `role` is what was
put on with SET ROLE; a function cannot change it."""

HOUSE_FUNCTIONS = (
    "ogniwo_current_house()",
    "ogniwo_coordinated_networks()",
    "ogniwo_networks()",
    "ogniwo_plain(text)",
    "ogniwo_sort_key(text)",
)
"""Functions of ours in the shared schema that houses may call; nobody else may."""
