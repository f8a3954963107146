"""Doing what a form asks for once, however often it is submitted."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.submissions.models import Submission
from tenants.errors import RuleBroken

IS_KEPT_FOR = timedelta(days=2)
"""Nobody presses the button of a form that was opened longer ago than a session lasts."""
T = TypeVar("T")


class FormChanged(RuleBroken):
    """A form that was submitted before came back with another content."""


@transaction.atomic
def do_once(*, form_id: UUID, fingerprint: str, act: Callable[[], T], location_of: Callable[[T], str]) -> T | str:
    """Act, unless this form has been submitted before: then say where the first sender was sent.

    PostgreSQL makes the second claim of an identifier wait for the transaction of the first; when that one is undone,
    the second is the first. The wait ends with the lock timeout ("try again in a moment"). An act without a location
    has refused the form, which may then be corrected and submitted again.

    Raises:
        FormChanged: the identifier was used with another fingerprint.
    """
    submission, is_first = Submission.objects.get_or_create(pk=form_id, defaults={"fingerprint": fingerprint})
    if submission.fingerprint != fingerprint:
        raise FormChanged(_("This form has been sent before, with another content."))
    if not is_first:
        return submission.location
    result = act()
    location = location_of(result)
    if location:
        Submission.objects.filter(pk=form_id).update(location=location)
    else:
        submission.delete()
    return result


@shared_task(name="core.submissions.forget")
def forget_submissions() -> None:
    """Delete what was submitted so long ago that no browser repeats it."""
    Submission.objects.filter(created_at__lt=Now() - IS_KEPT_FOR).delete()
