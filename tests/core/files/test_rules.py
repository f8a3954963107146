from pathlib import Path
from uuid import UUID, uuid4

import pytest

from core.files.rules import FileKind, Size, kind_of, picture_size, place_of, safe_name, without_metadata
from tests.core.reports.pictures import jpeg_header, png

HOUSE = UUID(int=7)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", FileKind.PDF),
        (png(2, 2), FileKind.PNG),
        (jpeg_header(2, 2), FileKind.JPEG),
        (b"imi\xc4\x99;nazwisko\r\n", FileKind.TEXT),
        (b"", FileKind.TEXT),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"\n <!DOCTYPE html><script>", None),
        (b"GIF89a\x01\0\x01\0", None),
        (b"MZ\x90\0", None),
        (b"\x7fELF\x02\x01\x01", None),
        (b"\xff\xfe\x00text", None),
        (b"text\x00with nul", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: FileKind | None) -> None:
    assert kind_of(content) is kind


def test_the_size_of_a_picture_is_read_without_decoding_it() -> None:
    assert picture_size(png(30_000, 30_000, body=b"")) == Size(width=30_000, height=30_000)
    assert picture_size(jpeg_header(640, 480, comment=b"Exif")) == Size(width=640, height=480)


@pytest.mark.parametrize(
    "broken", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe0\xff\xff" + b"x" * 50, b"x"]
)
def test_a_broken_header_has_no_size(broken: bytes) -> None:
    assert picture_size(broken) is None


def test_where_and_with_what_a_picture_was_taken_is_forgotten() -> None:
    picture = jpeg_header(8, 8, comment=b"Exif\0\0 GPS 50.7 19.2 KANAREK")
    plain = without_metadata(picture)
    assert b"KANAREK" not in plain
    assert b"JFIF" in plain
    assert picture_size(plain) == Size(width=8, height=8)
    assert without_metadata(png(2, 2)) == png(2, 2)


def test_a_file_lies_in_the_folder_of_its_house(tmp_path: Path) -> None:
    key = uuid4()
    place = place_of(key, house=HOUSE, root=tmp_path)
    assert place.is_relative_to(tmp_path / str(HOUSE))
    assert place.name == key.hex


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    key, house = uuid4(), tmp_path / str(HOUSE)
    house.mkdir()
    (house / key.hex[-2:]).symlink_to("/etc")
    with pytest.raises(ValueError, match="inside"):
        place_of(key, house=HOUSE, root=tmp_path)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("raport.pdf", "raport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\umowa.pdf", "umowa.pdf"),
        ("fdp.exe\u202egpj.", "fdp.exegpj"),
        ('a"\r\nb.pdf', "ab.pdf"),
        ("...", "file"),
        ("ż" * 300 + ".pdf", "ż" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert safe_name(given) == kept
