"""Lists and the number they say they have."""

from __future__ import annotations

import pytest

from report_miner.checks import check_facts
from report_miner.checks.find_lists import listed_before
from report_miner.model import FindingKind, Stage, Verdict

from .story import story


def verdict(text: str) -> Verdict | None:
    found = [one for one in check_facts(story(text, Stage.SYSTEM)) if one.kind is FindingKind.LIST_LENGTH]
    return found[0].verdict if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《甲办法》《乙细则》《丙规程》{document_count=3个}文件。", Verdict.HOLDS),
        ("印发《甲办法》《乙细则》《丙规程》{document_count=4个}文件。", Verdict.FAILS),
        ("印发《甲办法》、《乙细则》和《丙规程（试行）》等{document_count=3项}制度。", Verdict.HOLDS),
        ("印发《甲办法》、《乙细则》等{document_count=7项}制度。", Verdict.NOT_TESTABLE),
        ("印发《甲办法》、《乙细则》、《丙规程》等{document_count=2项}制度。", Verdict.FAILS),
        ("出台{document_count=2项}制度，即《甲办法》《乙细则》。", Verdict.HOLDS),
        ("分为动员部署、组织实施、总结提升{other_count=三个}阶段。", Verdict.HOLDS),
        ("分为动员部署、组织实施、总结提升{other_count=五个}阶段。", Verdict.FAILS),
        ("选取道路养护、校舍维修等{project_count=12个}项目开展评价。", Verdict.NOT_TESTABLE),
        ("建立联评联审和月调度{document_count=两项}工作机制。", Verdict.HOLDS),
        ("在6月底和9月底开展{session_count=两次}集中监控。", Verdict.HOLDS),
    ],
)
def test_a_list_and_its_count(text: str, expected: Verdict) -> None:
    assert verdict(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "采取实地查看、资料核查、座谈问询等方式评价项目{project_count=94个}，出具报告。",
        "财务管理、制度建设方面的问题{issue_count=52个}占三成。",
        "选择覆盖面广、实施期长的重点领域{project_count=88个}项目开展监控。",
        "覆盖15个乡镇和{department_count=69个}部门。",
        "刊发信息国家级13篇、省级{publication_count=20篇}。",
        "二级、三级指标各{indicator_count=4项}。",
        "推进甲路、乙路、丙通道{session_count=二期}工程。",
    ],
)
def test_counts_that_close_no_list(text: str) -> None:
    assert verdict(text) is None


def test_a_title_may_hold_another() -> None:
    listed = listed_before("转发《关于印发〈甲〉的通知》和《关于《乙》的说明》")
    assert listed is not None
    assert listed.fewest == listed.most == 2


@pytest.mark.parametrize("told", ["依安、拜泉两县各评价", "教育局、农业局对所属", "资金转投教育、托育"])
def test_what_is_told_of_each_entry_is_not_how_many_there_are(told: str) -> None:
    assert verdict(f"{told}{{project_count=5个}}项目。") is None
