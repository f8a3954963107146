"""From the upload to the end of the day: done once or not at all, by whoever may, kept sealed, forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEntry
from core.imports.models import ImportBatch, ImportFile, ImportMapping, ImportRow
from core.imports.reader import read_apart
from core.imports.services import (
    choose_columns,
    choose_sheet,
    discard_import,
    forget_imports,
    read_import,
    request_take_over,
    request_undo,
    take_over_import,
    undo_import,
    upload,
)
from tenants.errors import RuleBroken
from tenants.jobs.models import Job
from tenants.jobs.services import Lease, LeaseLost, holding
from tests.core.imports.conftest import BASKET
from tests.factories.spreadsheets import text, xlsx

pytestmark = pytest.mark.usefixtures("second_factor_waived")
URLS = "config.urls.centre"
GOOD = [["owoc", "waga", "numer"], ["jabłko", 1, 90090515836], ["gruszka", 2, None]]
MIXED = [*GOOD, [None, 3, 4], ["śliwka", 4, None]]


def address(name: str, *args: Any) -> str:
    return reverse(f"imports:{name}", urlconf=URLS, args=args)


@pytest.fixture
def worker(poraj, account):
    return account(poraj, "social-worker", name="Sabina Socjalna")


def handed_in(by, rows=GOOD, content=None) -> ImportBatch:
    batch = upload(by=by, kind="owoce", parameters={}, name="owoce.xlsx", content=content or xlsx(rows))
    return done(read_import, batch)


def done(job, batch) -> ImportBatch:
    job(batch_id=str(batch.pk))
    return ImportBatch.objects.get(pk=batch.pk)


def previewed(by, rows=GOOD, content=None) -> ImportBatch:
    batch = handed_in(by, rows, content)
    if batch.stage == "columns":
        choose_columns(by=by, batch_id=batch.pk, columns={0: "name", 1: "weight", 2: "number"})
        batch = done(read_import, batch)
    return batch


def taken(by, rows=GOOD, *, only_good=False) -> ImportBatch:
    batch = previewed(by, rows)
    request_take_over(by=by, batch_id=batch.pk, only_good=only_good)
    return done(take_over_import, batch)


# The way


def test_the_file_is_read_by_a_program_apart(poraj, as_house, worker, monkeypatch):
    monkeypatch.setattr("core.imports.services.reading.read_apart", read_apart)
    with as_house(poraj):
        assert handed_in(worker).layout["headings"] == GOOD[0]


def test_recognised_columns_wait_to_be_confirmed_and_are_remembered(poraj, as_house, worker):
    with as_house(poraj):
        assert handed_in(worker).stage == "columns"
        batch = previewed(worker)
        assert (batch.stage, batch.rows_found, batch.rows_bad, batch.rows_warned) == ("preview", 2, 0, 1)
        assert ImportMapping.objects.count() == 1
        again = handed_in(worker, [["Owoc:", "WAGA", "Numer"], ["malina", 7, None]])
        assert (again.stage, again.rows_found) == ("preview", 1)


def test_a_column_that_cannot_be_done_without_is_asked_for(poraj, as_house, worker):
    with as_house(poraj):
        batch = handed_in(worker)
        with pytest.raises(RuleBroken, match="Wskaż kolumnę nazwy"):
            choose_columns(by=worker, batch_id=batch.pk, columns={1: "weight"})
        with pytest.raises(RuleBroken, match="Dwie kolumny"):
            choose_columns(by=worker, batch_id=batch.pk, columns={0: "name", 1: "name"})
        assert ImportBatch.objects.get().stage == "columns"


def test_another_sheet_and_other_headings_are_read_when_asked_for(poraj, as_house, worker):
    with as_house(poraj):
        content = xlsx(GOOD, Inny=[["tytuł"], ["nazwa", "nr"], ["kiwi", 5]])
        batch = handed_in(worker, content=content)
        choose_sheet(by=worker, batch_id=batch.pk, sheet=1, header_row=2)
        batch = done(read_import, batch)
        assert (batch.layout["sheet"], batch.layout["headings"]) == (1, ["nazwa", "nr"])
        choose_columns(by=worker, batch_id=batch.pk, columns={0: "name"})
        assert [row.values["name"] for row in done(read_import, batch).rows.order_by("number")] == ["kiwi"]


def test_rows_with_mistakes_keep_everything_back_until_only_the_good_ones_are_asked_for(poraj, as_house, worker):
    with as_house(poraj):
        batch = previewed(worker, MIXED)
        assert (batch.rows_found, batch.rows_bad) == (4, 1)
        with pytest.raises(RuleBroken, match="Są wiersze z błędami"):
            request_take_over(by=worker, batch_id=batch.pk, only_good=False)
        request_take_over(by=worker, batch_id=batch.pk, only_good=True)
        batch = done(take_over_import, batch)
        assert (batch.stage, batch.rows_taken, batch.taken_by) == ("taken", 3, worker)
        assert BASKET == ["jabłko", "gruszka", "śliwka"]
        assert [row.is_taken for row in batch.rows.order_by("number")] == [True, True, False, True]


def test_what_was_good_in_the_preview_is_checked_again_before_it_is_taken_over(poraj, as_house, worker):
    with as_house(poraj):
        batch = previewed(worker)
        request_take_over(by=worker, batch_id=batch.pk, only_good=False)
        BASKET.append("gruszka")
        batch = done(take_over_import, batch)
        assert (batch.stage, batch.rows_bad) == ("preview", 1)
        assert "Od podglądu coś się zmieniło" in batch.message
        assert BASKET == ["gruszka"]


def test_a_rule_that_says_no_while_rows_are_taken_over_leaves_nothing_half_written(poraj, as_house, worker):
    with as_house(poraj):
        batch = taken(worker, [*GOOD, ["zgniłe", 2, None]])
        assert (batch.stage, batch.message, BASKET) == ("preview", "Zgniłych nie bierzemy.", [])
        assert not batch.rows.filter(is_taken=True).exists()


def test_work_that_is_done_twice_counts_once(poraj, as_house, worker):
    """A worker killed in the middle: its job is done again by another."""
    with as_house(poraj):
        batch = previewed(worker)
        request_take_over(by=worker, batch_id=batch.pk, only_good=False)
        for _ in range(2):
            batch = done(take_over_import, batch)
        assert BASKET == ["jabłko", "gruszka"]
        for _ in range(2):
            read_import(batch_id=str(batch.pk))
        assert ImportRow.objects.filter(batch=batch).count() == 2


def test_a_worker_that_lost_its_lease_takes_nothing_over(poraj, as_house, worker):
    with as_house(poraj):
        batch = previewed(worker)
        request_take_over(by=worker, batch_id=batch.pk, only_good=False)
        batch.refresh_from_db()
        with holding(Lease(batch.job_id, attempt=99)), pytest.raises(LeaseLost):
            take_over_import(batch_id=str(batch.pk))
        assert ImportBatch.objects.get().stage == "taking"
        assert BASKET == []


def test_jobs_are_asked_for_by_identifiers_alone(poraj, as_house, worker):
    with as_house(poraj):
        batch = taken(worker)
        jobs = Job.objects.filter(kind__startswith="core.imports.").order_by("id")
        assert {tuple(job.parameters) for job in jobs} == {("batch_id",)}
        assert {job.parameters["batch_id"] for job in jobs} == {str(batch.pk)}


# Undoing


def test_an_import_is_undone_on_its_day_and_no_later(poraj, as_house, worker):
    with as_house(poraj):
        batch = taken(worker)
        with pytest.raises(RuleBroken, match="tylko w dniu"):
            request_undo(by=worker, batch_id=batch.pk, today=timezone.localdate() + timedelta(days=1))
        request_undo(by=worker, batch_id=batch.pk, today=timezone.localdate())
        batch = done(undo_import, batch)
        assert (batch.stage, batch.undone_by, BASKET) == ("undone", worker, [])


def test_an_undo_that_is_refused_says_why_and_changes_nothing(poraj, as_house, worker):
    with as_house(poraj):
        batch = taken(worker)
        BASKET.remove("jabłko")
        request_undo(by=worker, batch_id=batch.pk, today=timezone.localdate())
        batch = done(undo_import, batch)
        assert (batch.stage, batch.message, BASKET) == ("taken", "Ktoś już zjadł.", ["gruszka"])


# Twice


def test_the_same_file_has_to_be_confirmed(poraj, as_house, worker, client_for):
    with as_house(poraj):
        content = xlsx(GOOD)
        batch = previewed(worker, content=content)
        request_take_over(by=worker, batch_id=batch.pk, only_good=False)
        done(take_over_import, batch)
        BASKET.clear()
        again = previewed(worker, content=content)
        with pytest.raises(RuleBroken, match="ten sam plik"):
            request_take_over(by=worker, batch_id=again.pk, only_good=False)
    page = client_for(worker).get(address("batch", again.pk))
    assert "Ten plik był już wczytany" in page.content.decode()
    refused = client_for(worker).post(address("take", again.pk))
    assert "Potwierdź, że ten sam plik" in refused.content.decode()
    client_for(worker).post(address("take", again.pk), {"again": "on"})
    with as_house(poraj):
        assert done(take_over_import, again).stage == "taken"


# Secrets


def test_the_database_holds_neither_the_file_nor_its_name_nor_its_rows_in_clear(poraj, as_house, worker):
    with as_house(poraj):
        content = text(GOOD)
        batch = previewed(worker, content=content)
        with connection.cursor() as cursor:
            shown = []
            for table in (
                "importbatch",
                "importfile",
                "importrow",
                "auditentry",
                "importmapping",
            ):
                cursor.execute(f"SELECT row_to_json(t)::text FROM core_{table} t")
                shown += [row[0] for row in cursor.fetchall()]
        everything = " ".join(shown)
        assert str(batch.pk) in everything
        for secret in ("gruszka", "owoce.xlsx", "90090515836", content.hex()[:40], "67727573"):
            assert secret not in everything


def test_after_the_day_everything_that_came_out_of_the_file_is_gone(poraj, as_house, worker):
    with as_house(poraj):
        done_with, left = taken(worker), handed_in(worker, [["owoc", "nr"], ["kiwi", 1]])
        forget_imports()
        assert ImportFile.objects.count() == 2
        yesterday = timezone.now() - timedelta(days=1)
        ImportBatch.objects.filter(pk=done_with.pk).update(taken_at=yesterday)
        ImportBatch.objects.update(uploaded_at=yesterday)
        forget_imports()
        assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)
        stages = dict(ImportBatch.objects.order_by("pk").values_list("pk", "stage"))
        assert stages == {done_with.pk: "taken", left.pk: "discarded"}
        kept = ImportBatch.objects.get(pk=done_with.pk)
        assert (kept.rows_taken, kept.file_name, kept.layout) == (2, "", {})


def test_what_is_thrown_away_is_gone_at_once(poraj, as_house, worker):
    with as_house(poraj):
        batch = previewed(worker)
        discard_import(by=worker, batch_id=batch.pk)
        assert (ImportFile.objects.count(), ImportRow.objects.count()) == (0, 0)
        with pytest.raises(RuleBroken):
            request_take_over(by=worker, batch_id=batch.pk, only_good=False)


# Pages


def test_a_file_goes_from_the_page_to_the_basket(poraj, as_house, worker, client_for):
    browser = client_for(worker)
    assert "Owoce" in browser.get(address("list")).content.decode()
    file = SimpleUploadedFile("owoce.xlsx", xlsx(MIXED))
    answer = browser.post(address("upload", "owoce"), {"file": file})
    with as_house(poraj):
        batch = ImportBatch.objects.get()
    assert answer.url == address("batch", batch.pk)
    assert "jest odczytywany" in browser.get(answer.url).content.decode()
    with as_house(poraj):
        done(read_import, batch)
    assert browser.get(address("progress", batch.pk))["HX-Refresh"] == "true"
    assert browser.get(answer.url).url == address("columns", batch.pk)
    page = browser.get(address("columns", batch.pk)).content.decode()
    assert "jabłko · gruszka · śliwka" in page
    assert "90090515836" not in page
    chosen = {"column_0": "name", "column_1": "weight", "column_2": "number"}
    assert browser.post(address("columns", batch.pk), chosen).url == answer.url
    with as_house(poraj):
        done(read_import, batch)
    preview = browser.get(answer.url).content.decode()
    assert "Wpisz nazwę." in preview
    assert "•••••••5836" in preview
    assert "jabłko" not in browser.get(answer.url + "?only=bad").content.decode()
    assert browser.post(address("take", batch.pk), {"only_good": "1"}).url == answer.url
    with as_house(poraj):
        done(take_over_import, batch)
    assert "3 wiersze są na swoim miejscu" in browser.get(answer.url).content.decode()
    assert browser.post(address("undo", batch.pk)).url == answer.url
    with as_house(poraj):
        assert done(undo_import, batch).stage == "undone"
    assert "Ten import cofnięto" in browser.get(answer.url).content.decode()


def test_an_import_that_waits_stands_on_the_today_page_of_whoever_handed_it_in(
    poraj, as_house, account, worker, client_for
):
    with as_house(poraj):
        batch = previewed(worker)
    assert address("batch", batch.pk) in client_for(worker).get("/").content.decode()
    other = account(poraj, "social-worker", name="Ktoś Inny")
    assert address("batch", batch.pk) not in client_for(other).get("/").content.decode()
    with as_house(poraj):
        discard_import(by=worker, batch_id=batch.pk)
    assert "Import czeka na Ciebie" not in client_for(worker).get("/").content.decode()


def test_a_table_without_a_good_row_offers_none(poraj, as_house, worker, client_for):
    with as_house(poraj):
        batch = previewed(worker, [GOOD[0], [None, 1, 600700], [None, 2, 12]])
    page = client_for(worker).get(address("batch", batch.pk)).content.decode()
    assert "We wszystkich wierszach są błędy" in page
    assert "tylko dobre" not in page
    assert "••0700" in page, "a number that is too short is veiled too"


def test_what_is_left_out_is_named_by_its_row(poraj, as_house, worker, client_for):
    with as_house(poraj):
        batch = previewed(worker, [*GOOD, ["Razem", 3, None]])
    assert "dopisek: wiersz 4." in client_for(worker).get(address("batch", batch.pk)).content.decode()


@pytest.mark.parametrize("page", ["batch", "columns", "list"])
def test_a_page_of_three_rows_asks_as_many_queries_as_one_of_one(page, poraj, as_house, worker, client_for):
    browser, asked = client_for(worker), []
    for rows in ([["jabłko", 1, 90090515836]], [["gruszka", 1, 2], ["śliwka", 1, 3], [None, 1, 4]]):
        with as_house(poraj):
            batch = previewed(worker, [GOOD[0], *rows])
        if page == "list" and rows[1:]:
            with as_house(poraj):
                previewed(worker, [GOOD[0], *rows[1:]])
        url = address(page) if page == "list" else address(page, batch.pk)
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_rows_are_on_record_before_they_are_shown(poraj, as_house, worker, client_for):
    with as_house(poraj):
        batch = previewed(worker)
    client_for(worker).get(address("batch", batch.pk))
    with as_house(poraj):
        entry = AuditEntry.objects.filter(action="imports.viewed").latest("id")
        assert (entry.by_id, entry.target_id, entry.details) == (worker.pk, str(batch.pk), {"rows": [2, 3], "count": 2})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ten plik jest pusty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "To nie jest arkusz"),
        (b"%PDF-1.7", "To nie jest arkusz"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "chroniony hasłem"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "starego typu XLS"),
        (b"PK\x03\x04 torn", "uszkodzony"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_kept(content, sentence, poraj, as_house, worker, client_for):
    file = SimpleUploadedFile("lista.xlsx", content)
    answer = client_for(worker).post(address("upload", "owoce"), {"file": file})
    assert sentence in answer.content.decode()
    with as_house(poraj):
        assert not ImportBatch.objects.exists()


def test_a_file_that_looks_well_and_is_not_is_refused_on_its_page(poraj, as_house, worker, client_for):
    with as_house(poraj):
        batch = handed_in(worker, content=b"tylko jedna kolumna\nbez niczego\n")
        assert batch.stage == "refused"
    assert "To nie jest arkusz" in client_for(worker).get(address("batch", batch.pk)).content.decode()


@pytest.mark.parametrize("role", ["vocational-instructor", "psychologist", "accountant", "office", "auditor"])
def test_others_do_not_import(role, poraj, account, client_for):
    assert client_for(account(poraj, role)).get(address("list")).status_code == 403


def test_a_strangers_import_is_not_there(poraj, klobuck, as_house, account, worker, client_for):
    with as_house(poraj):
        batch = previewed(worker)
    stranger = client_for(account(klobuck, "social-worker"))
    for name in ("batch", "progress", "columns", "undo", "discard"):
        assert stranger.get(address(name, batch.pk)).status_code == 404
    assert stranger.post(address("take", batch.pk)).status_code == 404


def test_the_template_is_a_workbook_that_can_come_in(poraj, as_house, worker, client_for):
    answer = client_for(worker).get(address("template", "owoce"))
    assert answer["Content-Disposition"].startswith("attachment")
    with as_house(poraj):
        batch = handed_in(worker, content=b"".join(answer.streaming_content) or b"x")
        assert batch.layout["columns"] == {"0": "name", "1": "weight", "2": "number"}
