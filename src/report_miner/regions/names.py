"""How names of divisions are built: stems, and short forms."""

from __future__ import annotations

import re

LEVEL_ENDINGS = "省市县区旗州盟"

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
_PEOPLES_TAIL = re.compile(rf"(?:(?:(?:{_PEOPLES})族)+|维吾尔|哈萨克|柯尔克孜|蒙古|锡伯|塔吉克)$")
_AUTONOMOUS_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
# 左翼前旗, 联合旗, 矿区 and the like leave stems that nobody uses alone or that belong to a neighbour (井陉矿区).
_NO_STEM = re.compile(r"[前中后]旗$|联合旗$|矿区$|行政区$|行政委员会$")
_ENDING = re.compile(r"(?:特别行政区|地区|林区|特区|新区|[省市县区旗盟])$")


def stem(name: str) -> str:
    """The name without its ending (凤翔区 → 凤翔, 孟村回族自治县 → 孟村); empty where no usable one is left."""
    if name in _AUTONOMOUS_REGIONS:
        return _AUTONOMOUS_REGIONS[name]
    if _NO_STEM.search(name):
        return ""
    autonomous = re.sub(r"自治[县州旗区]$", "", name)
    rest = _ENDING.sub("", name) if autonomous == name else _PEOPLES_TAIL.sub("", autonomous)
    return rest if len(rest) >= 2 else ""


_BANNERS = {
    "科尔沁左翼中旗": "科左中旗", "科尔沁左翼后旗": "科左后旗", "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗", "察哈尔右翼前旗": "察右前旗", "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗", "阿拉善左旗": "阿左旗", "阿拉善右旗": "阿右旗", "东乌珠穆沁旗": "东乌旗",
    "西乌珠穆沁旗": "西乌旗", "新巴尔虎左旗": "新左旗", "新巴尔虎右旗": "新右旗", "鄂托克前旗": "鄂前旗",
    "乌拉特前旗": "乌前旗", "乌拉特中旗": "乌中旗", "乌拉特后旗": "乌后旗", "翁牛特旗": "翁旗", "克什克腾旗": "克旗",
    "阿鲁科尔沁旗": "阿旗", "喀喇沁旗": "喀旗", "喀喇沁左翼蒙古族自治县": "喀左县",
    "前郭尔罗斯蒙古族自治县": "前郭县", "杜尔伯特蒙古族自治县": "杜蒙县", "阜新蒙古族自治县": "阜蒙县",
    "察布查尔锡伯自治县": "察县", "和布克赛尔蒙古自治县": "和丰县", "积石山保安族东乡族撒拉族自治县": "积石山县",
    "肃北蒙古族自治县": "肃北县", "达尔罕茂明安联合旗": "达茂旗", "莫力达瓦达斡尔族自治旗": "莫旗",
    "鄂伦春自治旗": "鄂伦春旗", "鄂温克族自治旗": "鄂温克旗",
}  # fmt: skip
"""Banners and some autonomous counties are called by the first signs of their long names."""


def alias(name: str) -> str:
    """The everyday form of an autonomous unit or banner (延边朝鲜族自治州 → 延边州, 阿拉善左旗 → 阿左旗), or empty."""
    if name in _BANNERS:
        return _BANNERS[name]
    if name.endswith(("自治州", "自治县")) and stem(name):
        return stem(name) + name[-1]
    return ""
