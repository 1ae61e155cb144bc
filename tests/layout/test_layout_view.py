"""What the view keeps, joins and leaves out."""

from __future__ import annotations

import pytest

from report_miner.layout import view
from report_miner.layout.fold import fold
from report_miner.model import Medium

from .samples import document


def text_of(text: str, medium: Medium = Medium.TXT) -> str:
    return view(document(text, medium)).text


WRAPPED = (
    "全县各部门按照统一部署扎实推进预算绩效管理各项\n"
    "工作，组织力量对重点项目逐一评审，全年完成评审\n"
    "项目 36 个，送审金额 8,120.5 万元，审减金额 1,204\n"
    ".5 万元，比上年有所提高，为下一步安排预算提供了\n"
    "依据。\n"
)


def test_wrapped_lines_join_without_a_space() -> None:
    assert "\n" not in text_of(WRAPPED)
    assert "审减金额1,204.5万元" in text_of(WRAPPED)


def test_blank_lines_after_every_line_end_no_paragraph() -> None:
    assert text_of(WRAPPED.replace("\n", "\n\n")) == text_of(WRAPPED)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("评审项目 4 个", "评审项目4个"),
        ("2023 年", "2023年"),
        ("压减 预算", "压减预算"),
        ("金额 ， 万元", "金额，万元"),
        ("Budget review 2023", "Budget review 2023"),
        ("1 234 项", "1 234项"),
        ("　　全 角 空 格", "全角空格"),
    ],
)
def test_blanks_beside_chinese_go_and_between_words_stay(printed: str, kept: str) -> None:
    assert text_of(printed) == kept


@pytest.mark.parametrize(
    "mark",
    [
        "- 12 -",
        "- 179 -",
        "— 3—",
        "－ 5 －",
        "－１２－",
        "第 115 页，共 116 页",
        "第 167 页",
        "第 167 页 共 300 页",
        "— 7 —",
    ],
)
def test_page_marks_go_even_inside_a_figure(mark: str) -> None:
    text = WRAPPED.replace("送审金额 8,120.5 万元，", "").replace("1,204\n.5", f"1,204\n{mark}\n\n\n.5")
    assert "审减金额1,204.5万元" in text_of(text)
    assert not any(char in text_of(text) for char in "页—")


def test_page_numbers_alone_go_where_they_count_on_from_page_to_page() -> None:
    pages = [f"第一段写到这里\n全县完成评审项目共计\n{number}\n" for number in (7, 8, 9)]
    assert not any(str(number) in text_of("\f".join(pages)) for number in (7, 8, 9))
    assert "7" in text_of("\f".join(["得分\n7\n", "得分\n3\n", "得分\n9\n"]))


def test_running_heads_on_most_pages_go() -> None:
    bodies = ["甲项目进展顺利。", "乙项目基本完成。", "丙项目暂缓实施。", "丁项目调整预算。"]
    text = "\f".join(f"某县预算绩效管理年度报告\n{body}\n" for body in bodies)
    assert text_of(text) == "\n".join(bodies)


def test_a_line_repeated_on_two_pages_is_no_running_head() -> None:
    text = "\f".join(["同样的标题\n甲项目完成。\n", "同样的标题\n乙项目完成。\n"])
    assert text_of(text).count("同样的标题") == 2


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("抓实项目评审\n抓实项目评审。全年完成9项。", "抓实项目评审。全年完成9项。"),
        ("抓实项目评审。\n抓实项目评审\n。全年完成9项。", "抓实项目评审。全年完成9项。"),
        ("稳步推进。合力抓实评审\n合力抓实评审\n工作，成效明显。", "稳步推进。合力抓实评审工作，成效明显。"),
        ("2. 保民生\n保民生。安排资金。", "2.保民生。安排资金。"),
    ],
)
def test_bold_text_printed_twice_is_read_once(printed: str, kept: str) -> None:
    assert text_of(printed).replace("\n", "") == kept


def test_equal_cells_of_a_table_are_not_doubled_text() -> None:
    assert text_of("财政重点评价\n\n1,100.00\n\n财政重点评价\n\n财政重点评价\n\n").count("财政重点评价") == 3


def test_folding_is_one_to_one_and_raw_stays_as_printed() -> None:
    cleaned = view(document("审减率１２．５％，⻄部⻓廊（含⼀项）"))
    assert cleaned.text == "审减率12.5%，西部长廊（含一项）"
    assert cleaned.raw(3, 8) == "１２．５％"


def test_every_folding_keeps_the_length() -> None:
    everything = "".join(chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000)
    assert len(fold(everything)) == len(everything)


def test_chinese_punctuation_and_ascii_punctuation_stay() -> None:
    assert text_of("（一），。；：！？,;:()") == "（一），。；：！？,;:()"


def test_invisible_characters_go() -> None:
    assert text_of("预\ufffe算\u200b绩\ufeff效\xad管\ufffd理") == "预算绩效管理"


def test_a_layer_broken_after_every_comma_joins() -> None:
    lines = [
        "全市上下齐心协力，",
        "持续加强资源统筹，",
        "一般公共预算收入完成",
        "12.5 亿元，",
        "为预算的 98.6%，",
        "增长 4.2%；",
        "其中 ：",
    ]
    lines += ["税收收入 8.1 亿\n\n元，", "增长 2%。"]
    assert text_of("\n".join(lines)) == "".join(lines).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("head", ["二、主要做法", "（二）强化监控", "附件 3:", "# 标题", "□李明 王芳"])
def test_heads_begin_a_line_of_their_own(head: str) -> None:
    text = WRAPPED + head + "\n" + WRAPPED
    assert f"\n{head.replace(' ', '') if head[0] != '#' else '#标题'}\n" in text_of(text)


@pytest.mark.parametrize("numeral", ["第\n一、二产业", "优化\n二、三级指标"])
def test_a_numeral_at_a_line_s_beginning_need_not_be_a_head(numeral: str) -> None:
    filled = "全县各部门按照统一部署扎实推进预算绩效管理各项"
    left, right = numeral.split("\n")
    text = f"{filled}\n{filled[: 23 - len(left)]}{left}\n{right}{filled[:12]}\n{filled}\n完毕。"
    assert numeral.replace("\n", "") in text_of(text)


def test_paragraphs_of_word_files_stay_apart() -> None:
    assert text_of("第一段没有句号\n第二段，也没有", Medium.DOCX) == "第一段没有句号\n第二段，也没有"


def test_columns_set_apart_by_blanks_become_tabs() -> None:
    assert text_of("项目名称    送审金额    审定金额") == "项目名称\t送审金额\t审定金额"
    assert "\t" not in text_of("完成项目  3  个，  审减  5  万元。")


def test_an_empty_document_has_an_empty_view() -> None:
    for text in ("", "\n\n", " \f "):
        assert text_of(text) == ""


FULL = "全县各部门按照统一部署扎实推进预算绩效管理各项任务"


def test_pieces_of_a_printed_line_cut_at_a_quote_join() -> None:
    text = f"{FULL}\n{FULL}\n安排资金，迭代实施政策“九条”\n，加快推进\n园区建设，{FULL[:18]}\n{FULL}\n完毕。"
    assert "政策“九条”，加快推进园区建设" in text_of(text)
    assert text_of(text).count("\n") == 0


def test_a_line_that_wraps_after_a_numeral_is_no_heading() -> None:
    text = f"{FULL}\n{FULL[:-1]}第\n一、第二，{FULL[:-5]}\n{FULL}\n完毕。"
    assert text_of(text).count("\n") == 0


def test_a_line_cut_short_by_a_page_s_end_goes_on_over_the_page() -> None:
    text = f"{FULL}\n{FULL}\n全年评审，核减资金\n- 3 -\n\n\n五百万元，{FULL[:12]}\n{FULL}\n完毕。"
    assert "核减资金五百万元" in text_of(text)


def test_a_unit_line_stands_alone() -> None:
    assert "\n单位：万元" in text_of(f"{FULL}\n{FULL}\n{FULL}\n单位：万元\n")


def test_salutations_and_subtitles_stand_alone() -> None:
    text = "关于云山县2023年预算执行情况的报告\n——2024年1月9日在云山县人民代表大会上\n各位代表：\n现将情况报告如下。"
    assert text_of(text).split("\n")[1:3] == ["——2024年1月9日在云山县人民代表大会上", "各位代表："]


def test_lines_of_a_table_of_contents_stand_apart() -> None:
    entry = "全县一般公共预算收支总表（草案）…………{}"
    text = "\n".join([FULL, FULL, *(entry.format(page) for page in (76, 83, 86)), FULL])
    assert "76\n全县" in text_of(text)


def test_page_numbers_between_blank_lines_go_where_no_form_feed_tells_the_pages() -> None:
    page = f"{FULL}\n" * 20
    text = "".join(f"{page}\n\n{number}\n\n" for number in (11, 12, 13)) + page
    assert not any(str(number) in text_of(text) for number in (11, 12, 13))
    assert "\n" not in text_of(text)
