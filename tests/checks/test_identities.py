"""Identities are data: every example is computed, and a bad file is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_miner.checks import check_facts
from report_miner.checks.identities import Example, Identity, IdentityError, default_path, literal, load
from report_miner.model import FindingKind, Verdict

from .story import story

EXAMPLES = [
    (identity, example, expected)
    for identity in load()
    for examples, expected in ((identity.holds, Verdict.HOLDS), (identity.fails, Verdict.FAILS))
    for example in examples
]

GOOD = """identities:
  - id: approved-and-reduced
    kind: sum
    formula: amount_approved + amount_reduced = amount_submitted
    says: 审定 {amount_approved} + 审减 {amount_reduced} = 送审 {amount_submitted}
    why: 试验
    holds: [{amount_approved: 70.2万元, amount_reduced: 30.3万元, amount_submitted: 100.5万元}]
    fails: [{amount_approved: 70.2万元, amount_reduced: 35.5万元, amount_submitted: 100.5万元}]
"""


@pytest.mark.parametrize(("identity", "example", "expected"), EXAMPLES, ids=lambda each: getattr(each, "id", None))
def test_every_example_of_the_pack(identity: Identity, example: Example, expected: Verdict) -> None:
    assert identity.judge(example).verdict is expected


def test_an_office_adds_its_own(tmp_path: Path) -> None:
    path = tmp_path / "identities.yaml"
    path.write_text(GOOD, encoding="utf-8")
    text = "送审{amount_submitted=100.5万元}，审定{amount_approved=70.2万元}，审减{amount_reduced=35.5万元}。"
    findings = check_facts(story(text), load(path))
    assert [(one.kind, one.verdict) for one in findings] == [(FindingKind.SUM, Verdict.FAILS)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("formula:", "formel:", "formel"),
        ("kind: sum", "kind: summe", "summe"),
        ("kind: sum", "kind: part_le_whole", "<="),
        ("amount_approved + amount_reduced = amount_submitted", "amount_approved + = amount_submitted", "公式"),
        ("amount_approved + amount_reduced", "amount_granted + amount_reduced", "amount_granted"),
        ("审减 {amount_reduced}", "审减", "says"),
        ("30.3万元", "31.5万元", "holds"),
        ("35.5万元", "30.3万元", "fails"),
        ("70.2万元", "约七成", "看不懂"),
        ("fails: [", "fails: [] # [", "fails"),
        ("identities:", "identity:", "identities"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "identities.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(IdentityError, match=message) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "identities.yaml"
    path.write_text(GOOD + GOOD.split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(IdentityError, match="重复"):
        load(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="无法读取"):
        load(tmp_path / "nothing.yaml")


def test_literals() -> None:
    assert literal("3.2亿元").value == 320_000_000
    assert literal("-5%").value == -5
    assert default_path().is_file()
