"""Plain text: encodings, line ends, and nothing else touched."""

from __future__ import annotations

import codecs
import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.readers import ReadError, read_bytes

from .makers import SENTENCE

ENCODINGS = {
    "utf-8": SENTENCE.encode(),
    "utf-8-bom": codecs.BOM_UTF8 + SENTENCE.encode(),
    "gb18030": SENTENCE.encode("gb18030"),
    "utf-16-le-bom": codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"),
    "utf-16-be-bom": codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
    "utf-16-le": SENTENCE.encode("utf-16-le"),
    "utf-16-be": SENTENCE.encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_offices_use_gives_the_same_text(encoding: str) -> None:
    assert read_bytes(ENCODINGS[encoding], "a.txt").text == SENTENCE


def test_line_ends_become_newlines_and_nothing_is_stripped() -> None:
    assert read_bytes("\r\n　甲县 \r乙县\n\n\f丙\t \n".encode(), "a.txt").text == "\n　甲县 \n乙县\n\n\f丙\t \n"


def test_a_document_is_known_by_its_original_bytes() -> None:
    data = codecs.BOM_UTF8 + "甲\r\n".encode()
    assert read_bytes(data, "a.txt").sha256 == hashlib.sha256(data).hexdigest()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="gb18030", categories=("L", "N", "P"))))
def test_utf8_text_is_never_taken_for_another_encoding(text: str) -> None:
    assert read_bytes(("县" + text).encode(), "a.txt").text == "县" + text


@settings(deadline=None)
@given(st.text(alphabet="甲乙县财政局评审项目金额万元，。0123456789\n", min_size=1).filter(str.strip))
def test_gb18030_text_is_read(text: str) -> None:
    assert read_bytes(text.encode("gb18030"), "a.txt").text == text


def test_a_few_damaged_characters_are_an_issue_not_a_refusal() -> None:
    data = (SENTENCE * 20).encode() + b"\xff" + SENTENCE.encode()
    document = read_bytes(data, "a.txt")
    assert document.text.count("\ufffd") == 1
    assert [found.kind for found in document.issues] == ["damaged_characters"]


def test_a_mostly_ascii_gb18030_text_is_not_taken_for_damaged_utf8() -> None:
    data = b"a,b,c,1,2,3\n" * 100 + "甲县".encode("gb18030")
    assert read_bytes(data, "a.csv").text.endswith("甲县")


@pytest.mark.parametrize("name", ["a.txt", "a.bin", "a"])
def test_binary_garbage_is_refused(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(random.Random(7).randbytes(20_000), name)
    assert caught.value.issue.kind == "binary"


def test_text_laden_with_nul_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"abc\0\0\0\0def\0\0\1\2\3" * 100, "a.txt")
    assert caught.value.issue.kind == "binary"


@pytest.mark.parametrize("data", [b"", b"  \n\n", codecs.BOM_UTF8, b"\0" * 100])
def test_nothing_to_read_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "空.txt")
    assert caught.value.issue.kind == "empty_file"
    assert "空.txt" in caught.value.issue.message


@pytest.mark.parametrize("unit", ["一", "1", "(", "【", "甲县3.5亿元，", " ", "\t", "<"])
def test_a_megabyte_of_one_thing_is_read_whole(unit: str) -> None:
    text = unit * (1_000_000 // len(unit.encode())) + "终"
    assert read_bytes(text.encode(), "a.txt").text == text
