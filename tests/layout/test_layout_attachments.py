"""An attachment that a report lists but does not contain is an issue; what is there, or only cited, is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_miner.layout import outline
from report_miner.model import Document, Medium
from report_miner.readers import read

SHARED = Path(__file__).parents[3] / "shared" / "reports"

BODY = (
    "隆安县财政局关于2023年度预算绩效管理工作的报告\n"
    "    2023年，隆安县财政局把事前评估、目标管理、运行监控、绩效评价和结果应用连成一条线，对重点领域逐项过筛，"
    "全县评审项目21个，审减资金120万元，腾出的资金全部用于乡村道路和农村饮水。\n"
)
SIGNED = "隆安县财政局\n2024年1月5日\n"


def missing(text: str, medium: Medium = Medium.TXT) -> list[str]:
    document = Document("隆安县.txt", "0" * 64, medium, text)
    found = outline(document).issues
    assert {issue.kind for issue in found} <= {"missing_attachment"}
    assert all(issue.span is not None for issue in found)
    return [document.text[slice(*issue.span)] for issue in found if issue.span]


def test_the_one_that_is_not_there_is_named_with_its_place_and_the_remedy() -> None:
    text = (
        BODY + "附件：1.绩效评价结果表\n2.预算评审情况表\n" + SIGNED + "附件1\n绩效评价结果表\n城乡环境项目得分91分。\n"
    )
    document = Document("隆安县/报告.txt", "0" * 64, Medium.TXT, text)
    (only,) = outline(document).issues
    assert only.kind == "missing_attachment"
    assert only.span is not None
    assert document.text[slice(*only.span)] == "预算评审情况表"
    assert "隆安县/报告.txt" in only.message
    assert "附件2“预算评审情况表”" in only.message
    assert "请补报" in only.message


@pytest.mark.parametrize(
    "listed",
    [
        "附件：1.绩效评价结果表\n2.预算评审情况表\n",
        "附件：1. 绩效评价结果表\n      2. 预算评审情况表\n",
        "附件：\n1.绩效评价结果表\n2.预算评审情况表\n",
        "附件1：绩效评价结果表\n附件2：预算评审情况表\n",
        "附件1.绩效评价结果表\n附件2.预算评审情况表\n",
        "附件一：绩效评价结果表\n附件二：预算评审情况表\n",
        "附：1、绩效评价结果表\n2、预算评审情况表\n",
        "- 附件：1.绩效评价结果表\n2.预算评审情况表\n",
        "附件：1.绩效评价结果表 2.预算评审情况表\n",
        "附件:1.《绩效评价结果表》\n2.《预算评审情况表》\n",
        "附件：1.绩效评价结果表.xlsx\n2.预算评审情况表.pdf\n",
    ],
)
def test_lists_in_all_forms(listed: str) -> None:
    nothing_there = missing(BODY + listed + SIGNED)
    assert [name.strip("《》").split(".")[0] for name in nothing_there] == ["绩效评价结果表", "预算评审情况表"]
    both = "附件1\n绩效评价结果表\n甲项目得分91分。\n附件2\n预算评审情况表\n乙项目审减3万元。\n"
    assert missing(BODY + listed + SIGNED + both) == []


def test_titles_that_begin_with_a_year() -> None:
    listed = "附件：1.2023年绩效评价结果表\n2.2024年绩效目标表\n"
    assert missing(BODY + listed + SIGNED) == ["2023年绩效评价结果表", "2024年绩效目标表"]
    there = "附件2\n2024年绩效目标表\n甲项目得分91分。\n"
    assert missing(BODY + listed + SIGNED + there) == ["2023年绩效评价结果表"]


@pytest.mark.parametrize(
    "there",
    [
        "附件\n绩效评价情况统计表\n甲项目得分91分。\n",
        "附件：\n绩效评价情况统计表\n甲项目得分91分。\n",
        "绩效评价情况统计表\n（隆安县财政局）\n甲项目得分91分。\n",
        "附件1：绩效评价情况\n甲项目得分91分。\n",
        "绩效评价\n情况统计表\n甲项目得分91分。\n",
    ],
)
def test_a_single_one_that_is_there(there: str) -> None:
    listed = "附件：绩效评价情况统计表（隆安县）\n"
    assert missing(BODY + listed + SIGNED) == ["绩效评价情况统计表（隆安县）"]
    assert missing(BODY + listed + SIGNED + there) == []


@pytest.mark.parametrize(
    "text",
    [
        BODY + "    当年收支平衡（详见附件3）。请各位代表参阅附件。\n" + SIGNED,
        BODY + SIGNED + "附件：绩效评价情况统计表\n一、总体情况\n    甲项目得分91分，等级为优。\n",
        BODY + SIGNED + "附件1：绩效评价情况统计表\n    甲项目得分91分，等级为优。\n    乙项目得分80分。\n",
        BODY + "附件：1.绩效评价结果表（另发）\n2.预算评审情况表（略）\n" + SIGNED,
        BODY + "附件：以上数据均为快报数。\n" + SIGNED,
        "附件",
        "附件：",
        "附件：1.",
    ],
)
def test_what_announces_nothing(text: str) -> None:
    assert missing(text) == []


def test_the_founding_report_lacks_its_sixth_attachment_and_no_other_text_lacks_any() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    found = {}
    for path in sorted([*(SHARED / "seeds").iterdir(), *(SHARED / "text").iterdir()]):
        document = read(path)
        titles = [document.text[slice(*issue.span)] for issue in outline(document).issues if issue.span]
        if titles:
            found[path.name[:3]] = titles
    assert list(found) == ["001"]
    (only,) = found["001"]
    assert only.endswith("统计表")


def test_only_downloads_beside_a_page_are_missing_among_originals() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    for path in sorted([*(SHARED / "pdf").iterdir(), *(SHARED / "html").iterdir()]):
        document = read(path)
        for issue in outline(document).issues:
            assert issue.span
            assert document.text[slice(*issue.span)].endswith(".pdf"), path.name
