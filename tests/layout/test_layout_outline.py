"""Parts, headings, sentences and the tables in the text."""

from __future__ import annotations

from report_miner.layout import outline
from report_miner.model import Cell, Medium, Outline, PartKind, Span, Table

from .samples import document, words

LETTER = """云山县财政局文件

云财绩〔2024〕9号

云山县财政局关于2023年度预算绩效管理工作的报告

市财政局：

2023年，云山县扎实推进各项工作，现将有关情况汇报如下：

一、工作开展情况

（一）前移关口，做实事前评估。全年评估项目12个，核减资金300万元。一是完善制度。出台办法2项。二是扩大范围，覆盖8个部门；三是压实责任。

用好评价结果。对排名靠后的3个单位进行约谈。

二、下一步打算

继续努力。

云山县财政局

2024年1月15日

附件 1:

关口前移见成效

(青溪县财政局)

青溪县选取重点项目开展评估。

评审提质增效

(白石区财政局)

白石区完成评审项目5个。
"""


def heads(found: Outline) -> list[tuple[int, str | None]]:
    return [(heading.level, words(found, heading.block)) for heading in found.headings]


def test_letter_and_attachments_with_title_issuer_and_date() -> None:
    found = outline(document(LETTER))
    assert [
        (part.kind, words(found, part.title), words(found, part.issuer), words(found, part.dated))
        for part in found.parts
    ] == [
        (PartKind.LETTER, "云山县财政局关于2023年度预算绩效管理工作的报告", "云山县财政局", "2024年1月15日"),
        (PartKind.ATTACHMENT, "关口前移见成效", "青溪县财政局", None),
        (PartKind.ATTACHMENT, "评审提质增效", "白石区财政局", None),
    ]
    assert found.parts[0].block.start == 0
    assert found.parts[-1].block.end == len(found.view.text)


def test_a_date_with_its_unit_and_no_attachment() -> None:
    found = outline(
        document(
            "云山县财政局\n关于2022年度绩效管理工作的\n报 告\n2022 年，成效明显。\n云山县财政局\n2023 年 1 月 10 日\n"
        )
    )
    (part,) = found.parts
    assert words(found, part.title) == "关于2022年度绩效管理工作的报告"
    assert words(found, part.issuer) == "云山县财政局"
    assert words(found, part.dated) == "2023年1月10日"


def test_headings_have_levels_and_run_in_leads() -> None:
    found = outline(document(LETTER))
    assert [pair for pair in heads(found) if pair[0]] == [
        (1, "一、工作开展情况"),
        (2, "（一）前移关口，做实事前评估。"),
        (5, "一是完善制度。"),
        (5, "二是扩大范围，覆盖8个部门；"),
        (5, "三是压实责任。"),
        (5, "用好评价结果。"),
        (1, "二、下一步打算"),
    ]


def test_a_scope_ends_at_the_next_heading_of_its_level() -> None:
    found = outline(document(LETTER))
    chains = {
        words(found, sentence.block): [words(found, found.headings[at].block) for at in sentence.headings]
        for sentence in found.sentences
    }
    first, second = "一、工作开展情况", "（一）前移关口，做实事前评估。"
    assert chains["全年评估项目12个，核减资金300万元。"] == [first, second]
    assert chains["出台办法2项。"] == [first, second, "一是完善制度。"]
    assert chains["对排名靠后的3个单位进行约谈。"] == [first, second, "用好评价结果。"]
    assert chains["继续努力。"] == ["二、下一步打算"]
    assert chains["白石区完成评审项目5个。"] == ["评审提质增效"]


def test_lettered_highlights_are_items() -> None:
    found = outline(document("亮点一：监管方式“活”。建立机制。\n亮点二：结果应用“硬”。建立台账。\n"))
    assert heads(found) == [(5, "亮点一：监管方式“活”。"), (5, "亮点二：结果应用“硬”。")]


def test_a_sentence_with_figures_is_no_lead() -> None:
    assert heads(outline(document("评审项目12个。送审金额3亿元。"))) == []


def sentences(text: str) -> list[str | None]:
    found = outline(document(text))
    return [words(found, sentence.block) for sentence in found.sentences]


def test_sentences_end_with_their_closing_quotes_and_not_inside_brackets() -> None:
    assert sentences("他说：“完成了。”大家同意。") == ["他说：“完成了。”", "大家同意。"]
    assert sentences("选取项目（甲项目。乙项目。）进行评价。完毕") == ["选取项目（甲项目。乙项目。）进行评价。", "完毕"]
    assert sentences("按照“先评估。后安排。”的原则办理。") == ["按照“先评估。后安排。”的原则办理。"]
    assert sentences("甲完成；乙完成；丙完成。") == ["甲完成；乙完成；丙完成。"]


def test_a_bracket_that_never_closes_holds_no_sentence_for_long() -> None:
    assert len(sentences("选取（" + "甲项目完成了评审。" * 40)) == 40


def test_sentences_know_their_paragraph() -> None:
    found = outline(document("甲完成。乙完成。\n丙完成。"))
    assert [sentence.paragraph for sentence in found.sentences] == [0, 0, 1]


def rows(found: Outline, table: Table) -> list[list[str]]:
    grid: dict[int, list[str]] = {}
    for cell in table.cells:
        printed = "".join(found.document.text[slice(*span)] for span in cell.spans)
        grid.setdefault(cell.row, []).append(printed)
    return list(grid.values())


ONE_A_LINE = """评价结果如下。
2022 年重点评价结果表
单位：万元
序号

项目名称

金额

等级

1

道路养护

1,200.50

优

2

农田水利
（二期）

800.00

良

- 6 -


3

校舍维修

95.00

中

合计

2,095.50

——

下一步，继续推进。
"""


def test_a_table_one_cell_a_line_with_header_wraps_page_mark_and_total() -> None:
    found = outline(document(ONE_A_LINE))
    (table,) = found.tables
    assert table.source == "lines"
    assert rows(found, table) == [
        ["序号", "项目名称", "金额", "等级"],
        ["1", "道路养护", "1,200.50", "优"],
        ["2", "农田水利（二期）", "800.00", "良"],
        ["3", "校舍维修", "95.00", "中"],
        ["合计", "2,095.50", "——"],
    ]
    assert [cell.column for cell in table.cells][-3:] == [1, 2, 3]
    assert table.caption is not None
    assert found.document.text[slice(*table.caption)] == "2022 年重点评价结果表\n单位：万元"


def test_what_stands_in_a_table_is_in_no_sentence() -> None:
    found = outline(document(ONE_A_LINE))
    assert [words(found, sentence.block) for sentence in found.sentences] == [
        "评价结果如下。",
        "2022年重点评价结果表",
        "单位：万元",
        "下一步，继续推进。",
    ]


def test_a_table_without_serial_numbers_is_found_by_its_rhythm() -> None:
    found = outline(document("甲县\n12\n3,400\n乙县\n8\n560\n丙县\n9\n710\n以上各县均已完成。"))
    (table,) = found.tables
    assert rows(found, table) == [["甲县", "12", "3,400"], ["乙县", "8", "560"], ["丙县", "9", "710"]]


def test_two_rows_are_no_table() -> None:
    assert outline(document("甲县\n12\n乙县\n8\n以上各县均已完成。")).tables == ()


def test_tab_separated_lines_are_a_table_unless_the_reader_has_it() -> None:
    text = "项目\t金额\n甲\t1\n乙\t2\n"
    (table,) = outline(document(text, Medium.DOCX)).tables
    assert [len(row) for row in rows(outline(document(text)), table)] == [2, 2, 2]
    cells = []
    for row, line in enumerate(text.splitlines()):
        for column, word in enumerate(line.split("\t")):
            start = text.index(word)
            cells.append(Cell(row, column, (Span(start, start + len(word)),)))
    mine = Table(tuple(cells), source="markup")
    found = outline(document(text, Medium.DOCX, (mine,)))
    assert found.tables == (mine,)
    assert found.sentences == ()


def test_cells_that_a_pdf_reader_found_are_not_joined_with_their_neighbours() -> None:
    text = "项目名称\n完成情况\n绩效管理各项\n工作\n"
    at = [Span(0, 4), Span(5, 9), Span(10, 16), Span(17, 19)]
    table = Table((Cell(0, 0, (at[0],)), Cell(0, 1, (at[1],)), Cell(1, 0, (at[2], at[3]))), source="ruled")
    assert outline(document(text, Medium.PDF, (table,))).view.text == "项目名称\n完成情况\n绩效管理各项工作"


def test_cells_of_one_line_keep_apart() -> None:
    text = "道路养护 120 优\n"
    spans = [Span(0, 4), Span(5, 8), Span(9, 10)]
    table = Table(tuple(Cell(0, column, (span,)) for column, span in enumerate(spans)), source="ruled")
    assert outline(document(text, Medium.PDF, (table,))).view.text == "道路养护\t120\t优"


def test_a_numbered_item_that_fills_its_line_and_holds_a_comma_goes_on_in_the_next() -> None:
    paragraphs = [
        "各乡镇按照县级要求逐项梳理支出，把有限的资金用在紧要处，确保每一笔钱都有去处、有回音，群众看得见、摸得着。",
        "1.为了管好用好各项资金，增强部门和单位花钱问效的意识和能力，县财政局选取农村道路等8个项目开展了重点绩效评价。",
        "2.各乡镇同步开展自评，评价结果与下一年度预算安排挂钩，做到应评尽评、评必有用，全年没有一个项目漏评、错评。",
    ]
    lines = [text[at : at + 28] for text in paragraphs for at in range(0, len(text), 28)]
    assert lines[2].startswith("1.") and "。" not in lines[2]
    found = outline(document("\n".join(lines)))
    assert paragraphs[1] in found.view.text.split("\n")
