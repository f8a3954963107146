"""Letters: what came, what was sent, one letter, a new one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import Permission, requires
from core.access.selectors import me
from core.letters.forms import LetterForm
from core.letters.rules import reply_subject
from core.letters.selectors import received_letter, received_letters, sent_letter, sent_letters
from core.letters.services import confirm_reading, send_letters
from core.submissions.views import done, once, page_or_form, posted
from core.ui.rules import Column
from core.ui.selectors import table_page

RECEIVED = (
    Column("subject", gettext_lazy("Subject"), sort="subject", template="letters/received_cell.html"),
    Column("from", gettext_lazy("From"), sort="from_house__name", value="from_house.name"),
    Column("sent_by_name", gettext_lazy("Signed by"), sort="sent_by_name"),
    Column("sent_at", gettext_lazy("Sent"), sort="sent_at"),
)
SENT = (
    Column("subject", gettext_lazy("Subject"), sort="subject", template="letters/subject_cell.html"),
    Column("to", gettext_lazy("To"), sort="to_house__name", value="to_house.name"),
    Column("sent_by_name", gettext_lazy("Signed by"), sort="sent_by_name"),
    Column("sent_at", gettext_lazy("Sent"), sort="sent_at"),
    Column("read_at", gettext_lazy("Read on"), template="letters/read_cell.html"),
)


@requires(Permission.LETTERS_VIEW)
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    table = table_page(
        request,
        rows=received_letters(),
        columns=RECEIVED,
        default_sort="-sent_at",
        name="letters",
        empty_title=_("No letters yet"),
        empty_text=_("Letters from your adviser and from other centres arrive here."),
    )
    return render(request, "letters/received.html", {"table": table, "may_write": _may_write(request)})


@requires(Permission.LETTERS_VIEW)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    table = table_page(
        request,
        rows=sent_letters(),
        columns=SENT,
        default_sort="-sent_at",
        name="letters",
        empty_title=_("Nothing sent yet"),
        empty_text=_("Letters that your organisation writes are kept here, and you see when they were read."),
    )
    return render(request, "letters/sent.html", {"table": table, "may_write": _may_write(request)})


@requires(Permission.LETTERS_VIEW)
@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A letter. Opening it changes nothing; the page then confirms the reading by itself, or with a button."""
    incoming = received_letter(letter_id)
    shown = incoming or sent_letter(letter_id)
    if shown is None:
        raise Http404
    may_answer = incoming is not None and _may_write(request)
    context = {"letter": shown, "incoming": incoming is not None, "may_answer": may_answer}
    return render(request, "letters/letter.html", context)


@requires(Permission.LETTERS_VIEW)
@require_POST
def read(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Confirm the reading: the page asks for the fragment, a browser without scripts gets the letter again."""
    if received_letter(letter_id) is None:
        raise Http404
    confirm_reading(by=me(request), letter_id=letter_id)
    if request.headers.get("HX-Request"):
        return render(request, "letters/confirmed.html", {"letter": received_letter(letter_id)})
    return redirect("letters:letter", letter_id)


@requires(Permission.LETTERS_SEND)
@page_or_form
@once
def write(request: HttpRequest) -> HttpResponse:
    form = LetterForm(posted(request), initial=_beginning(request))
    if form.accepts(lambda: send_letters(by=me(request), anyway=form.anyway, **form.cleaned_data)):
        count = len(form.outcome)
        said = ngettext("The letter was sent.", "The letter was sent to %(count)d organisations.", count)
        return done(request, said % {"count": count}, "letters:sent")
    return render(request, "letters/write.html", {"form": form})


def _may_write(request: HttpRequest) -> bool:
    return me(request).may(Permission.LETTERS_SEND)


def _beginning(request: HttpRequest) -> dict[str, Any]:
    """An answer begins with its addressee and its subject."""
    try:
        answered = received_letter(UUID(request.GET.get("answer", "")))
    except ValueError:
        return {}
    return {"to": [str(answered.from_house_id)], "subject": reply_subject(answered.subject)} if answered else {}
