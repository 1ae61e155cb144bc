"""Interleaved columns of a newspaper page, put back in reading order."""

from __future__ import annotations

from report_miner.layout import outline
from report_miner.model import PartKind

from .samples import document, words

PAGE = """# 清河县试点绩效跟踪
□周一

清河县财政局开展灌溉工程绩效跟踪，选取灌溉工程12项，跟踪资金3亿元。

跟踪结果显示，灌溉工程总体运行良好，但部分渠道维护不足，需要加强绩效管

□吴二 郑三

临山市财政局推进成本测算，围绕养老服务开展成本测算，形成养老服务支出标准8项。

临山市将养老服务支出标准用于预算编制，要求市直部门逐项开展预算编

□孙四

平湖区财政局组织采购评审，全年评审采购项目45个，核减采购资金2000万元。

采购评审中发现，部分采购项目需求不明确，平湖区要求加强采购项

理和监督。清河县将绩效管理情况纳入灌溉工程考核。

## 临山市
## 成本测算促节约

制和审核，养老服务支出标准全部公开。

## 平湖区
## 采购评审见实效

目论证。采购项目论证意见作为评审依据，平湖区全年退回采购项目6个。
"""


def articles(text: str) -> list[tuple[str | None, str]]:
    found = outline(document(text))
    assert all(part.kind is PartKind.ARTICLE for part in found.parts)
    return [
        (words(found, part.title), found.view.text[part.block.start : part.block.end].replace("\n", ""))
        for part in found.parts
    ]


def test_pieces_that_end_in_mid_sentence_go_on_where_the_seam_and_the_title_fit() -> None:
    first, second, third = articles(PAGE)
    assert "加强绩效管理和监督。" in first[1]
    assert "开展预算编制和审核，" in second[1]
    assert "加强采购项目论证。" in third[1]


def test_titles_printed_in_the_middle_of_an_article_head_it() -> None:
    titles = [title and title.replace("\n##", " ") for title, _ in articles(PAGE)]
    assert titles == ["清河县试点绩效跟踪", "临山市 成本测算促节约", "平湖区 采购评审见实效"]


def test_a_sentence_across_the_seam_is_one_sentence() -> None:
    found = outline(document(PAGE))
    assert "跟踪结果显示，灌溉工程总体运行良好，但部分渠道维护不足，需要加强绩效管理和监督。" in {
        words(found, sentence.block) for sentence in found.sentences
    }


def test_no_line_is_lost_or_read_twice() -> None:
    found = outline(document(PAGE))
    assert sorted("".join(found.view.text.split())) == sorted("".join(PAGE.split()))


def test_a_last_line_without_a_line_break_is_stitched_too() -> None:
    text = PAGE[: PAGE.index("\n\n## 临山市")]
    found = outline(document(text))
    assert "加强绩效管理和监督。" in found.view.text
    assert sorted("".join(found.view.text.split())) == sorted("".join(text.split()))


def test_articles_that_are_whole_stay_as_printed() -> None:
    text = "# 甲县新闻\n□周一\n甲县完成评审项目3个，成效良好。\n# 乙县新闻\n□吴二\n乙县完成评价项目5个，成效良好。\n"
    assert outline(document(text)).view.text == text.replace("# ", "#").strip()


def test_a_fragment_that_fits_nowhere_stays_where_it_is() -> None:
    text = PAGE.replace("理和监督。清河县将绩效管理情况纳入灌溉工程考核。", "鱼塘清淤顺利，垂钓比赛圆满落幕。")
    found = outline(document(text))
    assert "加强采购项\n鱼塘清淤" in found.view.text


def test_boxes_of_a_form_make_no_newspaper() -> None:
    found = outline(document("是否完成：\n□是\n□否\n云山县财政局已完成全部评审。\n"))
    assert [part.kind for part in found.parts] == [PartKind.LETTER]


UNMARKED = """清河县试点绩效跟踪

□周一

清河县财政局开展灌溉工程绩效跟踪，选取灌溉工程12项，跟踪资金3亿元。

跟踪结果显示，灌溉工程总体运行良好，但部分渠道维护不足，专家组提出建

临山市：成本测算促节约

□吴二 郑三

临山市财政局推进成本测算，围绕养老服务开展成本测算，形成养老服务支出标准8项，对其中三项予以支

议15条，清河县将绩效管理情况纳入灌溉工程考核。

持，养老服务支出标准全部公开。
"""


def test_titles_without_a_mark_are_known_by_the_author_below_and_cut_words_join_their_pieces() -> None:
    found = articles(UNMARKED)
    assert [title for title, _ in found if title] == ["清河县试点绩效跟踪", "临山市：成本测算促节约"]
    assert "提出建议15条" in found[-2][1]
    assert "予以支持，养老" in found[-1][1]
