"""Findings for people: a table by document, worst first, and the whole derivation of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_miner.checks.wording import REASONS
from report_miner.model import Finding, FindingKind, Severity, Verdict

KINDS = {
    FindingKind.DIFFERENCE: "差额",
    FindingKind.RATE: "比率",
    FindingKind.SUM: "合计",
    FindingKind.SHARE: "占比",
    FindingKind.PART_LE_WHOLE: "部分与总体",
    FindingKind.REPEATED: "前后一致",
    FindingKind.LIST_LENGTH: "列举数目",
    FindingKind.MULTIPLE: "倍数",
}
VERDICTS = {
    Verdict.FAILS: "不符",
    Verdict.UNDECIDED: "存疑",
    Verdict.NOT_TESTABLE: "无法验算",
    Verdict.HOLDS: "相符",
}
_SEVERITIES = (Severity.MANDATORY, Severity.VERIFY, Severity.HINT)
_VERDICT_ORDER = (Verdict.FAILS, Verdict.UNDECIDED, Verdict.NOT_TESTABLE, Verdict.HOLDS)
_QUIET_REASONS = frozenset({"rounding", "label"})


def is_worth_showing(finding: Finding) -> bool:
    """Whether a finding belongs in the short table: what fails, and what only its words leave open."""
    if finding.verdict is Verdict.FAILS:
        return True
    return finding.verdict is Verdict.UNDECIDED and finding.reason not in _QUIET_REASONS


def worst_first(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """Findings with their number (from 1, as given), by document with the worst first, then by place."""
    numbered = list(enumerate(findings, 1))
    worst: dict[str, tuple[int, int]] = {}
    for _, finding in numbered:
        worst[finding.document] = min(worst.get(finding.document, (9, 9)), _badness(finding))
    return sorted(
        numbered,
        key=lambda each: (worst[each[1].document], each[1].document, _badness(each[1]), each[0]),
    )


def _badness(finding: Finding) -> tuple[int, int]:
    return _VERDICT_ORDER.index(finding.verdict), _SEVERITIES.index(finding.severity)


def render(findings: Sequence[Finding], show_all: bool = False) -> str:
    """The findings as a readable Chinese text, grouped by document; ``show_all`` adds what held or was not testable.

    The number in front of a finding is what ``derivation`` and ``check --explain`` take.
    """
    chosen = [(at, one) for at, one in worst_first(findings) if show_all or is_worth_showing(one)]
    lines: list[str] = []
    document = None
    for number, finding in chosen:
        if finding.document != document:
            document = finding.document
            lines += ["", f"■ {document}"] if lines else [f"■ {document}"]
        lines.append(
            f"  {number:>4}  {finding.severity}·{VERDICTS[finding.verdict]}·{KINDS[finding.kind]}  "
            f"{finding.explanation}"
        )
    lines += ["", summary(findings)] if lines else [summary(findings)]
    return "\n".join(lines)


def summary(findings: Sequence[Finding]) -> str:
    """How many relations were tested and how they came out."""
    counts = {verdict: sum(one.verdict is verdict for one in findings) for verdict in _VERDICT_ORDER}
    told = "，".join(f"{VERDICTS[verdict]} {count} 条" for verdict, count in counts.items())
    return f"共检验 {len(findings)} 条关系：{told}。"


def derivation(findings: Sequence[Finding], number: int) -> str:
    """Everything about finding ``number`` (from 1, in the order given); raises ``IndexError``."""
    if not 1 <= number <= len(findings):
        raise IndexError(f"没有第 {number} 条：现有 1 至 {len(findings)} 条，请先运行 check 查看编号。")
    finding = findings[number - 1]
    lines = [
        f"第 {number} 条  {finding.severity}·{VERDICTS[finding.verdict]}·{KINDS[finding.kind]}",
        finding.explanation,
    ]
    if finding.reason:
        lines.append(f"理由：{REASONS.get(finding.reason, finding.reason)}")
    lines.append("涉及的数：")
    for member in finding.members:
        suspect = f"  ← 疑点第 {finding.suspects.index(member.figure) + 1}" if member.figure in finding.suspects else ""
        place = f"{member.document}，第 {member.span.start}–{member.span.end} 字"
        lines.append(f"  · {member.raw}（{place}）{suspect}")
    for at, repair in enumerate(finding.repairs, 1):
        lines.append(f"改法 {at}（{repair.hypothesis}）：{repair.shown}")
    return "\n".join(lines)
