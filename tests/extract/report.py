"""A small report on 2023 around one piece of text, so that a test shows just what is said."""

from __future__ import annotations

from report_miner.model import Claims, Document, Figure, Medium, Via
from report_miner.pipeline import mine

TITLE = "2023年预算绩效管理工作总结"
INTRODUCTION = "现将有关工作开展情况报告如下，请予审议，并请各位代表提出宝贵意见。"


def figures(text: str, unit: str = "陈仓区", title: str = "") -> dict[str, Figure]:
    """Figures by their printed number, of a report of ``unit`` on 2023; ``title`` where its own is not the usual."""
    claims = Claims(unit, "2023", Via.MANIFEST, Via.MANIFEST)
    content = f"{title or unit + TITLE}\n\n{INTRODUCTION}\n\n{text}"
    mined = mine(Document("t.txt", "0" * 64, Medium.TXT, content, claims=claims))
    return {figure.quantity.raw: figure for figure in mined.figures}
