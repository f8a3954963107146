import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from core.reports.renderers import merging
from core.reports.renderers import pdf as pdf_renderer
from core.reports.renderers.glyphs import MARK, characters, in_pieces, printable
from core.reports.renderers.pdf_objects import UnknownShape
from core.reports.rules import (
    Column,
    ColumnKind,
    Content,
    Heading,
    KeyValues,
    Letterhead,
    Logo,
    Look,
    NewSheet,
    Paragraph,
    Table,
    parts_of,
)
from tests.core.reports.conftest import COLUMNS, content, everything, on_paper, row
from tests.core.reports.pictures import png
from tests.core.reports.structure import Structure

Pdf = Callable[..., Path]
FONT = Path(settings.OGNIWO_FONTS_DIR) / "SourceSans3-Regular.ttf"


def test_a_paper_is_tagged_and_says_that_it_is_pdf_ua_and_pdf_a(pdf: Pdf) -> None:
    paper = Structure.of(pdf(everything()))
    assert paper.root["/MarkInfo"]["/Marked"]
    assert paper.root["/Lang"] == "pl"
    assert paper.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    for mark in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert mark in paper.xmp
    assert paper.reader.metadata
    assert paper.reader.metadata.title == "Lista osób"


def test_every_block_has_its_role(pdf: Pdf) -> None:
    roles = Structure.of(pdf(everything())).roles
    assert (roles["/H1"], roles["/H2"], roles["/Table"]) == (1, 1, 1)
    assert (roles["/TH"], roles["/TD"]) == (6, 12)


def test_the_letterhead_the_number_and_the_page_count_are_on_the_paper(pdf: Pdf) -> None:
    text = Structure.of(pdf(everything(), made_for="Anna Nowak", reference="AB12")).text(1)
    for words in ("Centrum Integracji Społecznej w Poraju", "ul. Górna 1", "Anna Nowak", "AB12", "1 z 1"):
        assert words in text


def test_values_are_shown_as_a_polish_reader_writes_them(pdf: Pdf) -> None:
    text = Structure.of(pdf(everything())).text(1).replace("\xa0", " ")
    for words in ("21.11.2026 12:00", "−1 234,50 zł", "28.02.2026", "7,5"):
        assert words in text


def test_the_heading_of_a_table_is_repeated_and_every_page_is_numbered(pdf: Pdf) -> None:
    paper = Structure.of(pdf(content(*(row(number=n) for n in range(120)))))
    count = len(paper.reader.pages)
    assert count > 2
    for page in range(1, count + 1):
        assert "Godziny" in paper.text(page)
        assert f"{page} z {count}" in paper.text(page)
    assert paper.roles["/THead"] == 1


def test_a_table_without_rows_says_so(pdf: Pdf) -> None:
    what = content(blocks=(Table(columns=COLUMNS, rows=[], empty="Nie ma wpisów."),))
    assert "Nie ma wpisów." in Structure.of(pdf(what)).text(1)


def test_a_logo_has_a_description(pdf: Pdf) -> None:
    logo = Logo(data=png(40, 20), image_format="png", alt="Dwa ogniwa łańcucha")
    path = pdf(everything(), letterhead=Letterhead(house="CIS", logo=logo))
    paper = Structure.of(path)
    assert paper.roles["/Figure"] == 1
    assert "Dwa ogniwa łańcucha".encode("utf-16-be").hex().upper().encode() in path.read_bytes()


def test_a_wide_paper_lies_on_its_side(pdf: Pdf) -> None:
    page = Structure.of(pdf(everything(landscape=True))).reader.pages[0]
    assert page.mediabox.width > page.mediabox.height


# Quality F6: text is never read as markup

INJECTIONS = [
    '#read("/etc/passwd")', '#import "@preview/x:1.0.0": *', "#image(\"/etc/hostname\")", "$ sum_(i=0)^n $",
    "@etykieta <etykieta>",
    "*gruby* _pochyły_ `kod`", "= Nagłówek", "\\u{1F600} \\ koniec", "// komentarz", "/* a */",
    '#eval("1+1")', "#sys.inputs",
    "#{panic()}", "]) #panic(", '"; panic() //', "{{ 7*7 }}", "-- --- ...", "'prosty' \"cudzysłów\"", "https://zly.example/#x",
]  # fmt: skip


@pytest.mark.parametrize("place", ["title", "paragraph", "heading", "cell", "letterhead"])
def test_typed_text_is_shown_and_never_read_as_markup(pdf: Pdf, place: str) -> None:
    text = "  ".join(INJECTIONS) if place != "heading" else INJECTIONS[0]
    builders: dict[str, Callable[[], tuple[Content, dict[str, Any]]]] = {
        "title": lambda: (content(title=text), {}),
        "paragraph": lambda: (content(blocks=(Paragraph(text=text),)), {}),
        "heading": lambda: (content(blocks=(Heading(text=text),)), {}),
        "cell": lambda: (content(*(row(each) for each in INJECTIONS)), {}),
        "letterhead": lambda: (content(), {"letterhead": Letterhead(house=text, lines=(text,))}),
    }
    what, values = builders[place]()
    found = "".join(Structure.of(pdf(what, **values)).whole_text.split())
    for each in INJECTIONS if place != "heading" else INJECTIONS[:1]:
        # A line broken at a hyphen repeats the hyphen, as Polish spelling wants it.
        assert "".join(each.split()).replace("-", "") in found.replace("-", "")
    assert "root:" not in found


# Characters and words that do not fit


def test_a_character_without_a_shape_becomes_a_mark_and_the_paper_says_so(pdf: Pdf) -> None:
    text = Structure.of(pdf(content(row("Anna 😀漢 Nowak\x00\u202e")))).whole_text
    assert f"Anna {MARK} Nowak" in " ".join(text.split())
    assert "typeface" in text or "kroju" in text


def test_nothing_is_said_of_marks_on_an_ordinary_paper(pdf: Pdf) -> None:
    assert MARK not in Structure.of(pdf(content(row("Іван Ґонта, Ελένη, Zażółć")))).whole_text


def test_direction_and_control_characters_are_dropped() -> None:
    assert printable("a\u202eb\x07c\u200f", having=characters(FONT)) == "abc"


def test_every_character_the_font_claims_can_be_set(pdf: Pdf) -> None:
    signs = [chr(code) for code in sorted(characters(FONT)) if printable(chr(code), having=characters(FONT)) != MARK]
    pdf(content(blocks=(Paragraph(text=" ".join(signs)),)))


def test_a_long_word_may_end_its_line_anywhere() -> None:
    assert in_pieces("krótko i węzłowato") == "krótko i węzłowato"
    pieces = in_pieces("adres: kierownik.centrum@klub-integracji.example")
    assert isinstance(pieces, list)
    assert "".join(pieces) == "adres: kierownik.centrum@klub-integracji.example"
    assert max(len(piece) for piece in pieces) <= len("adres: kierownik.")


def test_a_long_word_stays_inside_its_column(pdf: Pdf) -> None:
    found: list[float] = []
    reader = Structure.of(pdf(content(row("W" * 300)))).reader
    reader.pages[0].extract_text(visitor_text=lambda text, cm, tm, *_: found.append(tm[4]) if "W" in text else None)
    assert found
    assert max(found) < 595 - 56


# Long papers


def _long() -> Content:
    blocks = (
        Paragraph(text="Wstęp."),
        Heading(text="Pierwsza (1)"),
        Table(columns=COLUMNS, rows=[row(f"Osoba {n}", n) for n in range(100)], caption="Lista"),
        Heading(text="Druga"),
        Table(columns=COLUMNS, rows=[row(f"Gość {n}", n) for n in range(35)], totals=row("Razem")),
    )
    return content(title="Długa lista", blocks=blocks)


@dataclass(frozen=True)
class Long:
    """A paper set in four parts, read back, and what was said of its progress."""

    paper: Structure
    shares: list[float]

    @property
    def count(self) -> int:
        return len(self.paper.reader.pages)


@pytest.fixture(scope="module")
def long_paper(tmp_path_factory: pytest.TempPathFactory) -> Long:
    target, shares = tmp_path_factory.mktemp("long") / "paper.pdf", list[float]()
    head = Letterhead(house="CIS", logo=Logo(data=png(9, 9), image_format="png", alt="znak"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf_renderer, "parts_of", partial(parts_of, rows_per_part=40))
        paper = on_paper(_long(), letterhead=head)
        pdf_renderer.render_pdf(paper, target, shares.append, fonts=Path(settings.OGNIWO_FONTS_DIR))
    return Long(Structure.of(target), shares)


def test_a_long_paper_is_one_file_with_one_sound_structure(long_paper: Long) -> None:
    roles, xmp = long_paper.paper.roles, long_paper.paper.xmp
    assert (roles["/Document"], roles["/Part"], roles["/Table"]) == (1, 4, 4)
    assert (roles["/TR"], roles["/Figure"]) == (4 + 135 + 1, 1)
    for mark in (
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        f"<xmpTPg:NPages>{long_paper.count}<",
    ):
        assert mark in xmp


def test_pages_of_a_long_paper_are_numbered_through(long_paper: Long) -> None:
    count, paper = long_paper.count, long_paper.paper
    assert [f"{page} z {count}" in paper.text(page) for page in range(1, count + 1)] == [True] * count


def test_no_row_of_a_long_paper_is_lost_or_doubled(long_paper: Long) -> None:
    words = long_paper.paper.whole_text
    assert [words.count(f"Osoba {n}\n") + words.count(f"Osoba {n} ") for n in range(100)] == [1] * 100


def test_the_outline_of_a_long_paper_leads_through_all_parts(long_paper: Long) -> None:
    titles = long_paper.paper.outline()
    assert titles[0] == "Długa lista"
    assert [title for title in titles if "Długa" not in title] == ["Pierwsza (1)", "Druga"]
    assert len(titles) == 6


def test_progress_of_a_long_paper_only_rises(long_paper: Long) -> None:
    assert long_paper.shares == sorted(long_paper.shares)
    assert long_paper.shares[-1] == 1.0
    assert len(long_paper.shares) > 4


def test_an_unknown_file_is_refused_instead_of_joined() -> None:
    with pytest.raises(UnknownShape):
        merging.merge([b"%PDF-1.7\nnothing we know"], io.BytesIO())
    with pytest.raises(ValueError, match="nothing"):
        merging.merge([], io.BytesIO())


def test_a_catalogue_with_something_new_is_refused(pdf: Pdf) -> None:
    data = pdf(everything()).read_bytes().replace(b"/Direction/L2R", b"/Direction/XXX")
    with pytest.raises(UnknownShape, match="catalogue"):
        merging.merge([data, data], io.BytesIO())


def test_the_renderer_itself_is_silent(pdf: Pdf, capfd: pytest.CaptureFixture[str]) -> None:
    pdf(everything())
    assert capfd.readouterr() == ("", "")


def test_a_new_sheet_has_a_letterhead_of_its_own_and_no_running_header(pdf: Pdf) -> None:
    blocks = (
        Table(columns=COLUMNS, rows=[row()]),
        NewSheet(subtitle="Druga osoba"),
        Table(columns=COLUMNS, rows=[row()]),
    )
    paper = Structure.of(pdf(content(blocks=blocks, subtitle="Pierwsza osoba")))
    assert len(paper.reader.pages) == 2
    for page, subtitle in enumerate(("Pierwsza osoba", "Druga osoba"), start=1):
        text = paper.text(page)
        assert subtitle in text
        assert text.count("Centrum Integracji Społecznej w Poraju") == 1
        assert text.count("ul. Górna 1") == 1
        assert f"{page} z 2" in text
    assert paper.roles["/H1"] == 2


def test_a_part_may_begin_with_a_new_sheet(pdf: Pdf) -> None:
    many = [row(number=number) for number in range(1_490)]
    blocks = (
        Table(columns=COLUMNS, rows=many),
        NewSheet(subtitle="Druga osoba"),
        Table(columns=COLUMNS, rows=many[:30]),
    )
    paper = Structure.of(pdf(content(blocks=blocks)))
    text = paper.whole_text
    assert "Druga osoba" in text
    assert "(ciąg dalszy)" not in text
    assert f"strona {len(paper.reader.pages)} z {len(paper.reader.pages)}" in text


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("look", list(Look))
def test_every_look_shows_every_cell(pdf: Pdf, look: Look, landscape: bool) -> None:
    columns = (*COLUMNS, Column(label="Kod", kind=ColumnKind.CODE, width=4, shaded=True))
    rows = [(*row(number=number), code) for number, code in enumerate(("O", "ZL+", "L4>21", None))]
    table = Table(columns=columns, rows=rows, look=look, shaded=frozenset({1}))
    pairs = KeyValues(pairs=(("Grupa", "Ogrodnicy"), ("Dni", "22")))
    paper = Structure.of(pdf(content(blocks=(pairs, table), landscape=landscape)))
    text = "".join(paper.whole_text.split())
    for words in ("Ogrodnicy", "Kod", "ZL+", "L4>21", "ŻanetaĆwiąkała"):
        assert words in text
    assert paper.roles["/TD"] == 28
