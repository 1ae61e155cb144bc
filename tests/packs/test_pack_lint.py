"""Every way to write a pack badly is told with file, line and remedy; the shipped pack is written well."""

from __future__ import annotations

import pytest

from report_miner import packs, patterns

from .conftest import MakePack

GOOD = """
measures:
  - id: test.sample
    measure: amount_saved
    of: [money]
    words: ['攒下[了]']
    why: 试验用词。
    hits: ['攒下[[3万元]]']
    misses: ['涉及[[3万元]]']
"""


def told(make_pack: MakePack, text: str) -> list[str]:
    return [str(problem) for problem in patterns.lint(make_pack(sample=text)) if "sample.yaml" in str(problem)]


def test_the_shipped_pack_is_written_well() -> None:
    assert [str(problem) for problem in patterns.lint() if not problem.hint] == []


def test_a_good_rule_gives_no_problem(make_pack: MakePack) -> None:
    assert told(make_pack, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    why: 试验用词。", "    wy: 试验用词。", 7, "没有这个键"),
        ("    why: 试验用词。\n", "", 3, "缺少"),
        ("amount_saved", "amount_savd", 4, "没有这个代码"),
        ("[money]", "[moneys]", 5, "没有这个代码"),
        ("    hits: ['攒下[[3万元]]']\n", "", 3, "缺少"),
        ("hits: ['攒下[[3万元]]']", "hits: []", 8, "至少要有1项"),
        ("hits: ['攒下[[3万元]]']", "hits: ['攒下3万元']", 8, "[[ ]]"),
        ("hits: ['攒下[[3万元]]']", "hits: ['攒下[[3万元]]，另[[2万元']", 8, "不配对"),
        ("攒下[了]", "攒下[了", 6, "括号不配对"),
        ("攒下[了]", "攒下了)", 6, "括号不配对"),
        ("攒下[了]", "{nothing}攒下", 6, "未定义的词组"),
        ("攒下[了]", "[攒下]", 6, "至少要有一个必有的字"),
        ("id: test.sample", "id: Test Sample", 3, "写法不符"),
        ("id: test.sample", "id: amount.saved", 3, "重复"),
        ("words: ['攒下[了]']", "words: 攒下", 6, "应为列表"),
        ("measures:", "mesures:", 2, "没有这个键"),
        ("  - id", "  - [id", 4, "不是有效的YAML"),
    ],
)
def test_a_badly_written_rule_is_told_with_its_line(
    make_pack: MakePack, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    found = told(make_pack, GOOD.replace(old, new, 1))
    assert any(each.startswith(f"sample.yaml:{line}：") and words in each for each in found), found


def test_all_faults_of_a_file_are_told_at_once(make_pack: MakePack) -> None:
    text = GOOD.replace("amount_saved", "nothing").replace("why", "wy")
    assert len(told(make_pack, text)) >= 3


def test_a_word_with_two_meanings_is_a_hint(make_pack: MakePack) -> None:
    """It may be meant, so the pack stays usable; the author is told both places."""
    text = GOOD.replace("攒下[了]", "追缴").replace("攒下", "追缴")
    problems = [problem for problem in patterns.lint(make_pack(sample=text)) if "“追缴”" in problem.message]
    assert problems and all(problem.hint for problem in problems)
    assert "amounts.yaml:" in problems[0].message


PATTERN = """
ignore:
  - id: test.ignored
    why: 试验规则。
    pattern: '{pattern}'
    hits: [代号77]
    misses: [77个]
"""


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?<=代号\\d+", "正则表达式"),
        ("\\d*", "什么都不是"),
        ("代号(\\d+)", "(?:…)"),
        ("(?:\\d+|\\d\\d+)+号码", "回溯过多"),
    ],
)
def test_a_bad_number_pattern_is_told(make_pack: MakePack, pattern: str, words: str) -> None:
    found = told(make_pack, PATTERN.format(pattern=pattern))
    assert any(each.startswith("sample.yaml:5：") and words in each for each in found), found


def test_unknown_word_lists_and_missing_units_are_told(make_pack: MakePack) -> None:
    text = "words:\n  - id: no_use\n    why: 没有这个词表。\n    words: [甲]\n"
    found = [str(problem) for problem in packs.lint(make_pack(alone=True, sample=text))]
    assert any("sample.yaml:2：" in each and "no_use" in each for each in found)
    assert any("units" in each for each in found)


def test_bad_identities_are_told_by_the_same_command(make_pack: MakePack) -> None:
    folder = make_pack()
    (folder / "identities.yaml").write_text("identities:\n  - id: x\n", encoding="utf-8")
    (found,) = [problem for problem in patterns.lint(folder) if not problem.hint]
    assert found.place == "identities.yaml:2"


def test_a_folder_without_a_pack_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(packs.PackError, match="没有找到模式包文件"):
        patterns.lint(tmp_path)


def test_files_that_are_not_text_are_told(make_pack: MakePack) -> None:
    folder = make_pack()
    (folder / "sample.yaml").write_bytes(b"\xff\xfe\x00name")
    assert any("sample.yaml" in str(problem) for problem in patterns.lint(folder))
