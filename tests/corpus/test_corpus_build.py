"""The committed corpus is what the build script makes, in every format."""

import io
import re
import zipfile
from itertools import pairwise

import build_corpus
import openpyxl
import pypdfium2
import pytest
from corpus_layout import full_width, spaced, wrapped
from corpus_markup import Glyph, MarkupError, read_number, read_source
from hypothesis import given
from hypothesis import strategies as st

from .conftest import ROOT

CORPUS = ROOT / "corpus"


def pdf_texts(data):
    document = pypdfium2.PdfDocument(data)
    return [document[i].get_textpage().get_text_range() for i in range(len(document))]


def docx_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    return re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)


def xlsx_rows(data):
    return [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


READ_BACK = {".pdf": pdf_texts, ".docx": docx_text, ".xlsx": xlsx_rows, ".html": bytes, ".txt": bytes}


def test_making_the_corpus_again_gives_identical_bytes(made):
    assert build_corpus.build() == made


def test_committed_reports_labels_and_checks_are_what_the_sources_say(made):
    differing = [n for n, data in made.items() if n.split("/")[0] != "formats" and (CORPUS / n).read_bytes() != data]
    assert differing == []


def test_committed_formats_hold_what_the_sources_say(made):
    # Compared as read back: the containers' bytes also depend on the versions of reportlab, python-docx and zlib.
    for name, data in made.items():
        read = READ_BACK.get(name[name.rindex(".") :])
        if name.startswith("formats/") and read:
            assert read((CORPUS / name).read_bytes()) == read(data), name


def test_nothing_lies_in_the_corpus_that_the_sources_do_not_make(made):
    there = {f"{d}/{p.name}" for d in ("reports", "formats") for p in (CORPUS / d).iterdir()}
    assert there == {name for name in made if "/" in name}


def test_every_source_is_also_pdf_docx_and_html_and_two_have_tables(made):
    stems = {p.stem for p in (CORPUS / "sources").glob("*.marked")}
    for suffix in ("pdf", "docx", "html"):
        assert {n for n in made if n.endswith(suffix)} == {f"formats/{s}.{suffix}" for s in stems}
    assert sum(n.endswith(".xlsx") for n in made) >= 2


def squeezed(text):
    return "".join(text.split())


def test_every_figure_comes_back_out_of_pdf_docx_and_html(made, sources):
    for source, rendered in sources:
        raws = [
            squeezed("".join(g.char for g in rendered.glyphs[a:b] if g.figure == i))
            for i, (a, b) in enumerate(rendered.spans)
        ]
        texts = {
            "pdf": squeezed(
                "".join(re.sub(r"\r?\n?[^\n]*\Z", "", page) for page in pdf_texts(made[f"formats/{source.stem}.pdf"]))
            ),
            "docx": squeezed("".join(docx_text(made[f"formats/{source.stem}.docx"]))),
            "html": squeezed(made[f"formats/{source.stem}.html"].decode(page_charset(made, source.stem))),
        }
        for kind, text in texts.items():
            at = 0
            for raw in raws if kind != "pdf" else [raws[i] for i in order(rendered)]:
                at = text.find(raw, at)
                assert at >= 0, (source.stem, kind, raw)


def order(rendered):
    return sorted(range(len(rendered.spans)), key=lambda i: rendered.spans[i])


def page_charset(made, stem):
    declared = re.search(rb'charset="([\w-]+)"', made[f"formats/{stem}.html"])
    return "gb18030" if declared and declared[1] == b"gb2312" else "utf-8"


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("24,053.22 万元", "240532200.00", "元"),
        ("200余项", "200", "项"),
        ("2,300多万元", "23000000", "元"),
        ("三期", "3", "期"),
        ("十二个", "12", "个"),
        ("13.43%", "13.43", "%"),
        ("1.2亿元", "120000000.0", "元"),
    ],
)
def test_numbers_are_read_exactly(raw, value, unit):
    amount, read = read_number(raw)
    assert (format(amount, "f"), read) == (value, unit)


def test_a_broken_mark_is_refused_with_file_and_line(tmp_path):
    path = tmp_path / "x.marked"
    path.write_text("%%unit: 歙县\n%%year: 2023\n⟪s=review a=A1⟫完成⟦3个|proj\n", encoding="utf-8")
    with pytest.raises(MarkupError, match=r"x\.marked:3"):
        read_source(path)


def test_an_unknown_attribute_is_refused(tmp_path):
    path = tmp_path / "x.marked"
    path.write_text("%%unit: 歙县\n%%year: 2023\n⟪s=review a=A1⟫完成⟦3个|proj colour=red⟧\n", encoding="utf-8")
    with pytest.raises(MarkupError, match="colour"):
        read_source(path)


GLYPHS = st.text(alphabet="送审金额12,.%万元个项，。 ", max_size=80).map(
    lambda text: tuple(Glyph(c, 0 if c.isdigit() else -1) for c in text)
)


@given(GLYPHS, st.integers(1, 30))
def test_wrapping_keeps_every_character_in_order(glyphs, width):
    assert tuple(g for line in wrapped(glyphs, width) for g in line) == glyphs


@given(GLYPHS, st.integers(45, 60))
def test_whole_numbers_are_not_cut_at_the_line_end(glyphs, width):
    lines = wrapped(glyphs, width, break_numbers=False)
    assert tuple(g for line in lines for g in line) == glyphs
    for line, following in pairwise(lines):
        assert not (line[-1].char.isdigit() and following[0].char.isdigit())


@given(GLYPHS)
def test_spacing_and_widening_change_no_character_but_blanks_and_width(glyphs):
    assert [g for g in spaced(glyphs) if g.char != " "] == [g for g in glyphs if g.char != " "]
    assert [g.figure for g in full_width(glyphs)] == [g.figure for g in glyphs]
