"""docx: what the page shows, in reading order."""

from __future__ import annotations

import io

import pytest
from docx import Document as Writer

from report_miner.readers import ReadError, read_bytes

from .makers import SENTENCE, W, docx, paragraph

NOTE = f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"/>'


def text(body: str, **parts: str) -> str:
    return read_bytes(docx(body, **parts), "a.docx").text


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_paragraphs_are_lines_and_empty_ones_leave_no_trace() -> None:
    assert text(paragraph("甲") + "<w:p/>" + paragraph("  ") + paragraph("乙")) == "甲\n乙"


def test_runs_join_without_a_gap_and_breaks_break() -> None:
    first, second = (
        "<w:r><w:t>送审</w:t></w:r>",
        "<w:t>12</w:t><w:t>.5</w:t><w:br/><w:t>万元</w:t><w:tab/><w:t>止</w:t>",
    )
    runs = f"<w:p>{first}<w:r>{second}</w:r></w:p>"
    assert text(runs) == "送审12.5\n万元\t止"


def test_insertions_stay_and_deletions_and_hidden_text_go() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r></w:p>'
    )
    assert text(body) == "新增移来可见"


def test_field_results_stay_and_field_codes_go() -> None:
    body = (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple>"
        "<w:hyperlink><w:r><w:t>见附件</w:t></w:r></w:hyperlink></w:p>"
    )
    assert text(body) == "3见附件"


def test_content_controls_are_opened() -> None:
    assert text(f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>" + paragraph("乙")) == "甲\n乙"


def test_a_text_box_follows_its_paragraph_and_comes_once() -> None:
    box = f"<w:txbxContent>{paragraph('框中文字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx>"
        f"{box}</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>" + paragraph("下段")
    )
    assert text(body) == "前后\n框中文字\n下段"


def test_a_footnote_follows_the_paragraph_that_refers_to_it() -> None:
    notes = NOTE + f'<w:footnote w:id="2">{paragraph("不含开发区。")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>全市</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + paragraph("下段")
    assert text(body, footnotes=notes) == "全市\n不含开发区。\n下段"


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    body = paragraph("单位：万元") + table(cell("项目") + cell("金额"), cell("道路") + cell("12.5")) + paragraph("止")
    document = read_bytes(docx(body), "a.docx")
    assert document.text == "单位：万元\n项目\t金额\n道路\t12.5\n止"
    (found,) = document.tables
    assert found.source == "markup"
    assert found.caption is not None
    assert document.text[slice(*found.caption)] == "单位：万元"
    assert [document.text[slice(*c.spans[0])] for c in found.cells] == ["项目", "金额", "道路", "12.5"]


def test_merged_cells_keep_their_extent() -> None:
    body = table(
        cell("单位", '<w:vMerge w:val="restart"/>') + cell("金额", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("送审") + cell("审定"),
        cell("甲局") + cell("3") + cell("2"),
    )
    document = read_bytes(docx(body), "a.docx")
    (found,) = document.tables
    places = [(c.row, c.column, c.row_span, c.column_span) for c in found.cells]
    assert places == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert document.text == "单位\t金额\n送审\t审定\n甲局\t3\t2"


def test_paragraphs_and_tables_within_a_cell_are_one_line() -> None:
    inner = f"<w:tc>{paragraph('一')}{table(cell('二') + cell('三'))}<w:p/></w:tc>"
    document = read_bytes(docx(table(inner + cell("四"))), "a.docx")
    assert document.text == "一 二 三\t四"
    assert len(document.tables) == 1


def test_a_frame_of_one_column_is_text() -> None:
    document = read_bytes(docx(table(cell("框一"), cell("框二"))), "a.docx")
    assert (document.text, document.tables) == ("框一\n框二", ())


def test_a_document_as_programs_write_it_is_read() -> None:
    writer = Writer()
    writer.add_heading("绩效管理报告", 1)
    writer.add_paragraph(SENTENCE)
    grid = writer.add_table(2, 2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "合计"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "3", "4"
    buffer = io.BytesIO()
    writer.save(buffer)
    document = read_bytes(buffer.getvalue(), "a.docx")
    assert document.text == f"绩效管理报告\n{SENTENCE}\n合计\n3\t4"
    assert document.tables[0].cells[0].column_span == 2


def test_headers_and_footers_stay_out() -> None:
    header = f'<w:hdr xmlns:w="{W}">{paragraph("页眉")}</w:hdr>'
    assert text(paragraph("正文"), header1=header) == "正文"


def test_a_document_without_words_is_told() -> None:
    with pytest.raises(ReadError) as caught:
        text("<w:p/>")
    assert caught.value.issue.kind == "no_text"
