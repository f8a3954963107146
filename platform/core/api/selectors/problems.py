"""Sentences of troubles, and the problem document that carries them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.accounts.rules import KeyProblem, Scope
from core.api.rules import STATUS, ApiProblem, Trouble

TITLES: dict[Trouble, Any] = {
    Trouble.MALFORMED: _("The request cannot be read"),
    Trouble.NO_KEY: _("No valid key"),
    Trouble.NOT_ALLOWED: _("The key may not do this"),
    Trouble.NOT_FOUND: _("There is nothing at this address"),
    Trouble.METHOD: _("This cannot be done here"),
    Trouble.CONFLICT: _("It contradicts what is there"),
    Trouble.STALE: _("Somebody else was faster"),
    Trouble.TOO_LARGE: _("The request is too large"),
    Trouble.MEDIA_TYPE: _("Only JSON is read here"),
    Trouble.INVALID: _("Something in the request is wrong"),
    Trouble.NO_VERSION: _("The version is missing"),
    Trouble.TOO_MANY: _("Too many requests"),
    Trouble.BROKEN: _("Something broke on our side"),
    Trouble.AWAY: _("Try again in a moment"),
}

DETAILS: dict[Trouble, Any] = {
    Trouble.MALFORMED: _("The body must be JSON in UTF-8."),
    Trouble.NO_KEY: _("Send the key in the header “Authorization: Bearer ogn_…”. Never put it into an address."),
    Trouble.NOT_ALLOWED: _("This key may not do that."),
    Trouble.NOT_FOUND: _("There is no such object, or it is not one that this key may see."),
    Trouble.METHOD: _("The documentation at /api/ says what can be done at this address."),
    Trouble.CONFLICT: _("What you sent contradicts what is saved."),
    Trouble.STALE: _("Get the object again, look at what changed, and send your change with the new version."),
    Trouble.TOO_LARGE: _("A request may have 1 MB at most."),
    Trouble.MEDIA_TYPE: _("Send the body as “Content-Type: application/json”."),
    Trouble.INVALID: _("Each mistake is named in “errors”."),
    Trouble.NO_VERSION: _("Send the ETag of what you have read as “If-Match”, so that nobody's change is lost."),
    Trouble.TOO_MANY: _("Wait as many seconds as “Retry-After” says."),
    Trouble.BROKEN: _("The number in “instance” helps us find out what happened."),
    Trouble.AWAY: _("The database is away or too slow. Nothing was changed; send the same again."),
}

MEANINGS: dict[Trouble, Any] = {
    Trouble.CONFLICT: _("somebody is there already, or somebody changed the same meanwhile; nothing was saved"),
    Trouble.STALE: _("the version in If-Match is not the latest; the header ETag says which one is"),
    Trouble.INVALID: _("each mistake with its field, in the words that a person sees at the form"),
}
"""What a trouble means for whoever writes a program; the rest are clear from their titles."""

KEY_SENTENCES: dict[KeyProblem, Any] = {
    KeyProblem.UNKNOWN: _("This key is not known here. A key works only at the address of the centre that made it."),
    KeyProblem.SANDBOX_KEY: _("This is a key of a sandbox, and this centre is a real one. Make a key of its own here."),
    KeyProblem.REAL_KEY: _("This is a key of a real centre, and this is a sandbox. Make a key for trying out here."),
    KeyProblem.REVOKED: _("This key was revoked."),
    KeyProblem.ENDED: _("This key has ended. Make a new one."),
    KeyProblem.MAKER_LEFT: _("Whoever made this key no longer works here, so it opens nothing."),
    KeyProblem.ADDRESS: _("This key may not be used from this address."),
}


def scope_missing(scope: Scope) -> Any:
    """Why a key without a scope is refused."""
    return _("This key lacks the scope “{scope}”.").format(scope=scope.value)


def maker_lost(scope: Scope) -> Any:
    """Why a key is refused whose maker may no longer do what its scope says."""
    return _("Whoever made this key may not do this any more (“{scope}”), so the key may not either.").format(
        scope=scope.value
    )


def document(problem: ApiProblem, *, reference: str) -> dict[str, Any]:
    """The problem as RFC 9457 has it. `reference`: the number under which the log knows the request."""
    body: dict[str, Any] = {
        "type": f"/api/#{problem.trouble.value}",
        "title": str(TITLES[problem.trouble]),
        "status": STATUS[problem.trouble],
        "detail": str(problem.detail or DETAILS[problem.trouble]),
        "instance": reference,
    }
    if problem.mistakes:
        body["errors"] = [{"field": each.field, "message": str(each.message)} for each in problem.mistakes]
    return body | problem.more
