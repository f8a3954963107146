"""Setting the head of the house's papers."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import typst
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import Account
from core.audit.services import record
from core.files.models import StoredFile
from core.files.rules import CONTENT_TYPES, kind_of, without_metadata
from core.files.services import discard, store_bytes
from core.reports.models import Letterhead as LetterheadRow
from core.reports.renderers.pdf import render_pdf
from core.reports.rules import LOGO_FORMATS, Content, Letterhead, Logo, Paper, is_a_logo
from core.reports.selectors import letterhead_row
from tenants.errors import RuleBroken

LETTERHEAD_ACTIONS = {"letterhead.changed": gettext_lazy("{by} changed the letterhead")}


@transaction.atomic
def save_letterhead(
    *,
    by: Account,
    address: str,
    contact: str,
    run_by: str,
    logo: bytes | None = None,
    logo_alt: str = "",
    remove_logo: bool = False,
) -> None:
    """Set what stands at the head of every paper from now on. No new logo keeps the one that is there.

    Raises:
        RuleBroken: the picture cannot be printed, or nobody said what it shows.
    """
    row = letterhead_row() or LetterheadRow()
    row.address, row.contact, row.run_by = address.strip(), contact.strip(), run_by.strip()
    before = row.logo
    row.logo = _logo_after(before, new=logo, alt=logo_alt, remove=remove_logo, by=by)
    row.logo_alt = logo_alt.strip() if row.logo else ""
    if row.logo and not row.logo_alt:
        raise RuleBroken(_("Say what the logo shows."), "logo_alt")
    row.save()
    if before and before != row.logo:
        discard(before)
    record(by=by, action="letterhead.changed")


def _logo_after(
    before: StoredFile | None, *, new: bytes | None, alt: str, remove: bool, by: Account
) -> StoredFile | None:
    if new:
        return _stored_logo(new, alt=alt, by=by)
    return None if remove else before


def _stored_logo(data: bytes, *, alt: str, by: Account) -> StoredFile:
    kind = kind_of(data)
    if kind is None or not is_a_logo(data):
        raise RuleBroken(_("This is not a PNG or JPEG picture of at most 1 MB and 2000 by 2000 pixels."), "logo")
    plain = without_metadata(data)
    _try_on_paper(Logo(data=plain, image_format=LOGO_FORMATS[kind], alt=alt or "-"))
    return store_bytes(
        plain,
        name=f"logo.{kind.value}",
        content_type=CONTENT_TYPES[kind],
        purpose=StoredFile.Purpose.LOGO,
        by=by,
    )


def _try_on_paper(logo: Logo) -> None:
    """A picture that breaks the renderer would break every paper of the house: it is decoded here, once."""
    head = Letterhead(house="-", logo=logo)
    paper = Paper(content=Content(title="-"), letterhead=head, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        try:
            render_pdf(paper, Path(folder) / "trial.pdf", lambda _share: None, fonts=Path(settings.OGNIWO_FONTS_DIR))
        except typst.TypstError as error:
            raise RuleBroken(_("This picture is damaged and cannot be printed."), "logo") from error
