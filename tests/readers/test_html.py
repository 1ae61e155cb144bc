"""Web pages: the article, its tables, its charset."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_miner.readers import ReadError, read_bytes
from report_miner.readers.html_blocks import collapsed

from .makers import SENTENCE

ARTICLE = "".join(f"<p>　　{mark}、{SENTENCE}乙县预算评审工作有序推进，成效明显。</p>" for mark in "一二三四五六")


def page(body: str, title: str = "甲县2023年预算绩效管理工作报告", charset: str = "utf-8") -> bytes:
    head = f'<head><meta charset="{charset}"><title>{title}_甲县人民政府</title><style>p {{}}</style></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode(charset)


def text(body: str, **how: str) -> str:
    return read_bytes(page(body, **how), "a.html").text


SITE = (
    '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>'
    '<div class="crumbs">当前位置：<a>首页</a> &gt; <a>财政</a></div>'
    "<div class='wrap'><h1>甲县2023年预算绩效管理工作报告</h1>"
    "<div class='info'>发布时间：2024-01-15 来源：甲县财政局</div>"
    f"<div class='share'>分享到：微信 微博</div><div class='content'>{ARTICLE}<script>var x = 1;</script>"
    "<p style='display:none'>看不见</p><p>【打印】【关闭窗口】</p></div></div>"
    "<div class='footer'>版权所有 甲县人民政府 备案12345号</div>"
)


def test_the_article_comes_with_title_and_date_and_without_the_site() -> None:
    lines = text(SITE).split("\n")
    assert lines[0] == "甲县2023年预算绩效管理工作报告"
    assert lines[1] == "发布时间：2024-01-15 来源：甲县财政局"
    assert lines[2].endswith("成效明显。")
    assert len(lines) == 8


def test_a_title_within_the_article_is_not_told_twice() -> None:
    body = f"<h1>甲县2023年预算绩效管理工作报告</h1><div><p>甲县2023年预算绩效管理工作报告</p>{ARTICLE}</div>"
    assert text(body).count("工作报告") == 1


def test_a_short_article_is_not_lost_among_links() -> None:
    links = "".join(f"<li><a>某某新闻标题第{n}条内容很长很长很长</a></li>" for n in range(40))
    found = text(f"<ul>{links}</ul><div id='c'><p>{SENTENCE}</p><p>{SENTENCE}</p></div>")
    assert SENTENCE in found


def test_words_in_a_part_named_like_furniture_stay_when_they_are_the_article() -> None:
    assert SENTENCE in text(f"<div class='share'><div>{ARTICLE}</div></div>")


def test_an_article_in_two_parts_of_unequal_size_comes_whole() -> None:
    second = "<div class='b'><p>附：乙县另行报送评审情况，审定金额12.5万元，另有项目3个仍在评审，结果将在下月通报。</p>"
    second += "<p>以上数据截至年底，口径与部门决算一致，未包含开发区，特此说明。</p></div>"
    assert "审定金额12.5万元" in text(f"<div class='main'><div class='a'>{ARTICLE * 3}</div>{second}</div>")


def test_a_table_behind_the_article_belongs_to_it_and_one_before_it_does_not() -> None:
    cells = "".join(f"<tr><td>索引号第{n}项内容说明</td><td>1234{n}</td></tr>" for n in range(8))
    table = f"<div><table>{cells}</table></div>"
    assert "索引号" in text(f"<div><div>{ARTICLE * 4}</div>{table}</div>")
    assert "索引号" not in text(f"<div>{table}<div>{ARTICLE * 4}</div></div>")


def test_lists_of_links_stay_out_even_within_the_article() -> None:
    links = "".join(f"<li><a href='/{n}'>另一条完全无关的新闻标题{n}</a></li>" for n in range(6))
    found = text(f"<div>{ARTICLE}<ul>{links}</ul></div>")
    assert "无关的新闻" not in found


@pytest.mark.parametrize("odd", ["\x01", "\x0c", "\ufffe", "&#1;", "&#xFFFE;", "&#0;"])
def test_characters_that_xml_forbids_do_no_harm(odd: str) -> None:
    assert "送审" in text(f"<div>甲<div class='share'>微信{odd}</div>{odd}乙{ARTICLE}{odd}</div>")


def test_text_behind_what_the_site_adds_stays() -> None:
    assert "前文后文" in text(f"<div>前文<span class='share'>微信</span>后文{ARTICLE}</div>")


def test_links_within_a_sentence_stay() -> None:
    found = text(f"<div><p>见<a>《甲县办法》</a>等<a>两个</a>文件。</p>{ARTICLE}</div>")
    assert "见《甲县办法》等两个文件。" in found


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_a_declared_charset_is_followed(charset: str) -> None:
    assert SENTENCE in text(ARTICLE, charset=charset)


@pytest.mark.parametrize(("declared", "real"), [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("nonsense", "utf-8")])
def test_a_wrong_declaration_gives_way_to_the_bytes(declared: str, real: str) -> None:
    body = f'<html><head><meta charset="{declared}"></head><body>{ARTICLE}</body></html>'
    assert SENTENCE in read_bytes(body.encode(real), "a.html").text


def test_utf16_pages_are_read() -> None:
    assert SENTENCE in read_bytes(f"<html><body>{ARTICLE}</body></html>".encode("utf-16"), "a.html").text


def test_inline_marks_leave_no_gap_and_breaks_break() -> None:
    found = text(f"<div><p>送审<b>24,<span>053</span></b>.22万元<br/>审定1万元</p>{ARTICLE}</div>")
    assert "送审24,053.22万元\n审定1万元" in found


@settings(deadline=None)
@given(st.lists(st.sampled_from(["甲", "县", "12", "a", " ", "\n", "\t", "，"])).map("".join))
def test_collapsing_space_never_touches_anything_else(words: str) -> None:
    assert "".join(collapsed(words).split()) == "".join(words.split())
    assert "\n" not in collapsed(words)


def test_a_source_line_break_between_chinese_is_no_space_but_keeps_numbers_apart() -> None:
    assert collapsed("甲县\n  财政局 12\n34") == "甲县财政局 12 34"


TABLE = (
    "<p>附件1 评审情况表</p><p>单位：万元</p><table><tr><th rowspan='2'>单位</th><th colspan='2'>金额</th></tr>"
    "<tr><td><p>送审</p></td><td>审<br>定</td></tr><tr><td>甲局</td><td>3.5</td><td></td></tr></table>"
)


def test_tables_keep_spans_merges_and_caption() -> None:
    document = read_bytes(page(f"<div>{ARTICLE}{TABLE}<p>止</p></div>"), "a.html")
    (table,) = document.tables
    assert "\n单位\t金额\n送审\t审 定\n甲局\t3.5\t\n止" in document.text
    places = [(c.row, c.column, c.row_span, c.column_span) for c in table.cells]
    assert places == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert [document.text[slice(*c.spans[0])] if c.spans else "" for c in table.cells][-3:] == ["甲局", "3.5", ""]
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "附件1 评审情况表\n单位：万元"


def test_a_table_that_only_arranges_the_page_is_text() -> None:
    document = read_bytes(page(f"<table><tr><td>{ARTICLE}</td><td>侧栏</td></tr></table>"), "a.html")
    assert document.tables == ()
    assert SENTENCE in document.text


def test_absurd_spans_do_not_fill_the_memory() -> None:
    body = f"{ARTICLE}<table><tr><td rowspan='99999' colspan='99999'>甲</td><td>乙</td></tr></table>"
    (table,) = read_bytes(page(body), "a.html").tables
    assert table.cells[0].row_span == 1
    assert table.cells[0].column_span <= 1000


def test_a_page_saved_as_one_file_is_read() -> None:
    mht = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        f"<html><body>{ARTICLE}</body></html>\r\n--x--\r\n"
    )
    assert SENTENCE in read_bytes(mht.encode(), "a.mht").text


def test_a_page_without_words_is_told() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"<html><body><script>x</script></body></html>", "a.html")
    assert caught.value.issue.kind == "no_text"


def test_nesting_beyond_what_the_parser_takes_is_told() -> None:
    document = read_bytes(page(ARTICLE + "<div>" * 5000 + "深处"), "a.html")
    assert [found.kind for found in document.issues] == ["truncated_markup"]


@pytest.mark.parametrize("unit", ["一", "1", "(", "<", "&", "<p>", "<br>甲", "<p>甲 ", "<!--", "<td>甲", " ", "\n "])
def test_a_megabyte_of_one_thing_ends(unit: str) -> None:
    body = unit * (1_000_000 // len(unit.encode()))
    try:
        document = read_bytes(f"<html><body><p>甲县{body}".encode(), "a.html")
    except ReadError as error:
        assert error.issue.kind == "no_text"
    else:
        assert document.text


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-01-15 浏览次数：1,582次",
        "发布时间：2024-01-15 点击数：77",
        "发布时间：2024-01-15 | 阅读量： 12人次",
        "发布时间：2024-01-15 浏览次数： 次",
    ],
)
def test_the_date_line_comes_without_the_count_of_visits(line: str) -> None:
    body = f"<h1>甲县2023年预算绩效管理工作报告</h1><div>{line}</div><div>{ARTICLE}</div>"
    assert text(body).split("\n")[1] == "发布时间：2024-01-15"


def test_visits_that_the_report_itself_tells_of_stay() -> None:
    told = "<p>预算公开专栏访问量：12万人次，较上年增长8%。</p>"
    assert "访问量：12万人次" in text(f"<div>{ARTICLE}{told}</div>")
