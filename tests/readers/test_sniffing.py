"""The content decides what a file is; what cannot be read is refused with its remedy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.readers import IssueKind, ReadError, read_bytes
from report_miner.readers.issues import _MESSAGES
from report_miner.readers.sniff import Format, sniff

from .makers import SENTENCE, docx, lines, paragraph, pdf, png, wordml, xlsx, zip_of

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def refused(data: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    return caught.value.issue.kind, caught.value.issue.message


@pytest.mark.parametrize(
    ("data", "name", "shown"),
    [
        (pdf([lines(SENTENCE)]), "a.docx", "PDF"),
        (docx(paragraph(SENTENCE)), "a.doc", "Word"),
        (xlsx({"表": [["甲", 1]]}), "a.txt", "电子表格"),
        (f"<html><body><p>{SENTENCE}</p></body></html>".encode(), "a.xls", "网页"),
        (SENTENCE.encode(), "a.pdf", "文本"),
    ],
)
def test_a_wrong_extension_is_read_as_what_it_is_and_told(data: bytes, name: str, shown: str) -> None:
    (only,) = read_bytes(data, name).issues
    assert only.kind == "wrong_extension"
    assert shown in only.message
    assert name in only.message


@pytest.mark.parametrize(
    ("data", "name", "remedy"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.rar", "解压"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a.7z", "解压"),
        (b"\x1f\x8b\x08" + bytes(50), "a.gz", "解压"),
        (png(), "a.png", "文字识别"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a.jpg", "文字识别"),
        (zip_of({"OFD.xml": "<ofd/>"}), "a.ofd", "PDF"),
        (zip_of({"a.txt": "x"}), "a.zip", "解压"),
        (zip_of({"[Content_Types].xml": "", "ppt/x.xml": ""}), "a.pptx", "docx"),
        (b"SQLite format 3\0" + bytes(50), "a.db", "移出"),
    ],
)
def test_what_is_not_read_is_refused_with_its_remedy(data: bytes, name: str, remedy: str) -> None:
    kind, message = refused(data, name)
    assert kind == "unsupported_format"
    assert name in message
    assert remedy in message


@pytest.mark.parametrize("stream", ["EncryptedPackage"])
def test_an_encrypted_office_file_is_told(stream: str) -> None:
    kind, message = refused(OLE + stream.encode("utf-16-le") + bytes(100), "密.docx")
    assert kind == "encrypted"
    assert "密码" in message


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_office_file_is_told(share: float) -> None:
    whole = docx(paragraph(SENTENCE))
    assert refused(whole[: int(len(whole) * share)], "断.docx")[0] == "truncated"


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "县县县县县县县县县县">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)


def test_entity_bombs_are_refused_in_docx() -> None:
    body = wordml(paragraph("&a8;")).partition("?>")[2]
    data = zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": ENTITIES + body})
    assert refused(data, "弹.docx")[0] == "xml_bomb"


def test_entity_bombs_are_refused_in_xlsx() -> None:
    data = zip_of({"[Content_Types].xml": "<x/>", "xl/workbook.xml": ENTITIES + "<workbook>&a8;</workbook>"})
    assert refused(data, "弹.xlsx")[0] == "xml_bomb"


def test_entity_bombs_stay_folded_in_html() -> None:
    page = ENTITIES.replace("DOCTYPE b", "DOCTYPE html") + f"<html><body><p>{SENTENCE}&a8;</p></body></html>"
    text = read_bytes(page.encode(), "弹.html").text
    assert SENTENCE in text
    assert len(text) < 2_000


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "%PDF-1.7", "PK\x03\x04", "Rar!\x1a\x07", "<html>"]))
def test_any_bytes_end_as_document_or_error(data: bytes, start: str) -> None:
    try:
        document = read_bytes(start.encode("latin-1") + data, "a.bin")
    except ReadError as error:
        assert error.issue.kind in set(IssueKind)
        assert "a.bin" in error.issue.message
    else:
        assert document.text.strip() or document.issues


def test_every_issue_is_one_sentence_that_names_the_file() -> None:
    assert set(_MESSAGES) == set(IssueKind)
    for message in _MESSAGES.values():
        assert "{path}" in message
        assert message.endswith("。")
        assert message.count("。") == 1


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("指标<5的项目", "a.txt", Format.TXT),
        ("<!-- x --><!DOCTYPE html><p>甲", "a.txt", Format.HTML),
        ("<p>甲</p>", "a.htm", Format.HTML),
        ("甲县没有标签", "a.html", Format.TXT),
        ("{\\rtf1 x}", "a.doc", Format.RTF),
    ],
)
def test_markup_is_known_by_its_beginning_or_its_name(text: str, name: str, found: Format) -> None:
    assert sniff(text.encode(), name) is found
