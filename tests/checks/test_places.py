"""A city's total and its places."""

from __future__ import annotations

from dataclasses import replace

from report_miner.checks import check_facts
from report_miner.model import FindingKind, Scope, Verdict
from report_miner.store import Fact

from .story import story

CODES = {"延安市": "610600", "宝塔区": "610602", "安塞区": "610603", "志丹县": "610625"}


def placed(text: str, subjects: list[str], document: str = "city.txt") -> list[Fact]:
    facts = story(text, document=document)
    return [
        replace(fact, subject=subject, subject_code=CODES[subject])
        for fact, subject in zip(facts, subjects, strict=True)
    ]


def test_places_and_the_rest_sum_to_the_city() -> None:
    text = (
        "全市完成评价项目{project_count=214个}，其中：宝塔区{project_count@B=82个}，安塞区{project_count@C=53个}，"
        "其余县区合计{project_count@D=%s}。"
    )
    subjects = ["延安市", "宝塔区", "安塞区", "延安市"]
    for rest, verdict in (("79个", Verdict.HOLDS), ("97个", Verdict.FAILS)):
        sums = [one for one in check_facts(placed(text % rest, subjects)) if one.kind is FindingKind.SUM]
        assert [one.verdict for one in sums] == [verdict]


def test_county_reports_beyond_the_citys_total_are_a_question() -> None:
    city = placed("全市评审项目{project_count=120个}。", ["延安市"])
    city = [replace(fact, scope=Scope.ALL, report_unit="延安市") for fact in city]
    one = placed("评审项目{project_count=82个}。", ["宝塔区"], "baota.txt")
    two = placed("评审项目{project_count=53个}。", ["志丹县"], "zhidan.txt")
    (finding,) = check_facts(city + one + two)
    assert finding.verdict is Verdict.UNDECIDED
    assert len({member.document for member in finding.members}) == 3
    own = [replace(fact, scope=Scope.OWN) for fact in city]
    assert not check_facts(own + one + two)
