"""Administrative divisions by year, and what a place name in a report means.

table = regions.load()
table.resolve("凤翔", year=2023, within="610300")     # 610305 凤翔区
table.in_text("其中：陈仓区12个，凤翔区8个。", year=2023, within="610300")
"""

from report_miner.regions.issuer import issuer
from report_miner.regions.table import RegionTable, load
from report_miner.regions.types import (
    Level,
    Mention,
    MentionKind,
    Region,
    Resolution,
    ResolvedMention,
    ResolvedVia,
    Zone,
)

__all__ = [
    "Level",
    "Mention",
    "MentionKind",
    "Region",
    "RegionTable",
    "Resolution",
    "ResolvedMention",
    "ResolvedVia",
    "Zone",
    "issuer",
    "load",
]
