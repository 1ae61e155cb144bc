"""Chinese and English labels of the codes, as the lookup tables carry them.

The codes are those of the annotation guide (sections 2 to 5); a test holds these lists against the enumerations
of ``report_miner.model``, so a new code cannot be stored without a label.
"""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """A code with what people call it."""

    code: str
    name: str
    name_en: str


MEASURES = (
    Label("project_count", "项目数", "projects"),
    Label("policy_count", "政策数", "policies"),
    Label("department_count", "部门（单位）数", "departments"),
    Label("township_count", "乡镇（街道）数", "townships"),
    Label("county_count", "县区数", "counties"),
    Label("amount_involved", "涉及金额", "amount involved"),
    Label("amount_submitted", "送审金额", "amount submitted"),
    Label("amount_approved", "审定金额", "amount approved"),
    Label("amount_reduced", "审减金额", "amount reduced"),
    Label("amount_recovered", "收回金额", "amount recovered"),
    Label("amount_saved", "节约金额", "amount saved"),
    Label("reduction_rate", "审减率", "reduction rate"),
    Label("coverage_rate", "覆盖率", "coverage rate"),
    Label("share", "占比", "share"),
    Label("threshold", "标准（门槛）", "threshold"),
    Label("issue_count", "问题数", "problems"),
    Label("suggestion_count", "建议数", "suggestions"),
    Label("target_count", "绩效目标数", "performance targets"),
    Label("report_count", "报告数", "reports"),
    Label("document_count", "制度文件数", "documents"),
    Label("indicator_count", "指标数", "indicators"),
    Label("standard_count", "支出标准数", "spending standards"),
    Label("analysis_count", "成本效益分析数", "analyses"),
    Label("session_count", "场次", "sessions"),
    Label("person_count", "人数（人次）", "persons"),
    Label("publication_count", "信息篇数", "publications"),
    Label("multiple", "倍数", "multiple"),
    Label("growth_rate", "增减幅度", "growth rate"),
    Label("score", "得分", "score"),
    Label("other_count", "其他数量", "other count"),
    Label("other_amount", "其他金额", "other amount"),
    Label("other_rate", "其他比率", "other rate"),
    Label("other", "其他", "other"),
)

STAGES = (
    Label("ex_ante", "事前绩效评估", "ex-ante assessment"),
    Label("review", "预算评审", "budget review"),
    Label("target", "绩效目标管理", "performance targets"),
    Label("monitoring", "绩效运行监控", "monitoring"),
    Label("self_evaluation", "绩效自评", "self-evaluation"),
    Label("evaluation", "绩效评价", "evaluation"),
    Label("application", "结果应用", "use of results"),
    Label("system", "制度建设", "rules and standards"),
    Label("capacity", "培训宣传", "training and publicity"),
    Label("other", "其他", "other"),
)

OUTCOMES = (
    Label("excellent", "优", "excellent"),
    Label("good", "良", "good"),
    Label("fair", "中", "fair"),
    Label("poor", "差", "poor"),
    Label("supported", "予以支持", "supported"),
    Label("supported_after_revision", "调整完善后予以支持", "supported after revision"),
    Label("deferred", "暂缓支持", "deferred"),
    Label("not_supported", "不予支持", "not supported"),
    Label("returned", "退回", "returned"),
    Label("adjusted", "调整", "adjusted"),
    Label("cancelled", "取消", "cancelled"),
    Label("cut", "核减", "cut"),
    Label("rectified", "整改到位", "rectified"),
    Label("rectifying", "长期整改", "being rectified"),
    Label("commended", "通报表扬", "commended"),
    Label("admonished", "约谈", "admonished"),
    Label("behind_schedule", "未完成支出进度", "behind schedule"),
    Label("off_target", "偏离绩效目标", "off target"),
    Label("public", "公开", "made public"),
)

MODIFIERS = (
    Label("exact", "确数", "exact"),
    Label("approx", "约数", "approximately"),
    Label("over", "超过", "over"),
    Label("under", "不足", "under"),
    Label("at_least", "不低于", "at least"),
    Label("at_most", "不超过", "at most"),
)

SCOPES = (
    Label("own", "本级", "own level"),
    Label("all", "全域", "all levels"),
    Label("part", "部分", "a named part"),
)

ACTORS = (
    Label("finance", "财政部门", "finance office"),
    Label("department", "主管部门", "department"),
    Label("unit", "单位自评", "spending unit"),
    Label("third_party", "第三方机构", "third party"),
)

LOOKUPS: tuple[tuple[str, tuple[Label, ...]], ...] = (
    ("measure", MEASURES),
    ("stage", STAGES),
    ("outcome", OUTCOMES),
    ("modifier", MODIFIERS),
    ("scope", SCOPES),
    ("actor", ACTORS),
)


WAYS = {
    "stated": "本句写明",
    "sentence": "承前句",
    "heading": "承标题",
    "part": "承本部分",
    "document": "承全文",
    "file_name": "据文件名",
    "manifest": "据清单",
    "table": "据表头",
    "inferred": "推断",
    "": "",
}
"""How an attribute was found (``Via``), in words."""


def chinese(lookup: str, code: str) -> str:
    """Chinese label of ``code`` in ``lookup``; the code itself where it is unknown, "" for the empty code."""
    labels = dict(LOOKUPS)[lookup]
    return next((label.name for label in labels if label.code == code), code)
