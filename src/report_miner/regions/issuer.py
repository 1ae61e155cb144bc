"""The unit behind the name of an issuing office."""

from __future__ import annotations

import re
from functools import cache

from report_miner.regions.names import LEVEL_ENDINGS
from report_miner.regions.table import load
from report_miner.regions.types import MentionKind
from report_miner.regions.words import zone_endings

_FRAME = re.compile(r"^[\s（(【\[□★*]*(?:中国共产党|中共)?|[\s）)】\]*]+$")
_OFFICE = re.compile(
    r"(?:财政|人民政府|政府|委员会|委|人大|人民代表大会|政协|党工委|党委|管委会|管理委员会|农业农村|教育|卫生|审计|发展和改革|发改|"
    r"水利|水务|交通|民政|住房|住建|自然资源|人力资源|人社|文化|文旅|生态环境|应急|市场监督|市场监管|乡村振兴|统计|林业|商务|科技|"
    r"工业|公安|司法|医疗保障|医保|税务|退役军人|办公室|办事处|街道办).*$"
)


@cache
def _unit() -> re.Pattern[str]:
    zones = "|".join(zone_endings())
    return re.compile(rf".{{1,18}}?(?:自治[区州县旗]|[省市县区旗州盟]|{zones}|街道|镇|乡)")


def issuer(text: str) -> str:
    """The unit whose office ``text`` names, as printed: 陇县财政局 → 陇县, 德州天衢新区长河街道 → the same.

    Of a chain of divisions the innermost (陕西省宝鸡市财政局 → 宝鸡市).  A name that no list has (a misread one) comes
    back as printed; empty where no unit is named (市财政局, 财政局).
    """
    compact = _FRAME.sub("", _FRAME.sub("", "".join(text.split())))
    table = load()
    named = [mention for mention in table.mentions(compact) if mention.kind is not MentionKind.RELATIVE]
    # 市高新区管委会 names the zone, the city is the reader's.
    if named and (named[0].start == 0 or (named[0].start == 1 and compact[0] in LEVEL_ENDINGS)):
        last = named[0]
        for mention in named[1:]:
            if table.continues(last, mention):
                last = mention
        return last.name
    place = _OFFICE.sub("", compact)
    known = place in table.by_short_name or _unit().fullmatch(place)
    return place if len(place) >= 2 and known and place != "自治区" else ""
