"""Zones, towns and street offices that no table of divisions lists: known by their endings where units stand.

A name counts at the head of a clause, before a number or what units do; in a cell that names nothing else; in a list in
step with numbers (``甲镇、乙乡得分依次为86分、81分``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from report_miner.extract.scene import Scene, spread_in_stretch, spread_marks
from report_miner.model import Block, Span, Subject, Via

ZONES = (
    r"经济技术开发区|经济开发区|开发区|高新技术产业开发区|高新区|经开区|工业园区|工业区|产业园区|产业园|示范区|合作区|旅游度假区|度假区|风景名胜区|风景区|景区|试验区|中心区|"
    r"行委|综合保税区|综保区|保税区|生态城|集聚区|管理区|旅游区|文旅区|功能区|港区|园区|新区|特区"
)
NO_ZONE = (
    r"[各全该本我部仅有对在将从与及由其代以]|走访|抽查|下沉|调研|延伸|覆盖|所属|辖[区内]|首次|抽取|选取|选择|组织|同期|[上下]半年|今年|去年|"
    r"创建|建设|新建|打造|推进|支持|申报|争创|获批|入驻|扶持|包括|涉及|用于|保障|省级|国家级|农业|高标准|核心|园区|围绕|聚焦|按照|根据|通过|完成|实施|改造"
)
NO_TOWN = (
    r"分(?:镇|乡|街)|最[高低]的|[一-龥]{0,3}[两三四五六七八九](?:个|镇|乡|街)|[一-龥]{0,6}镇街(?!道)|[重试特涉含如另约]|城镇|小城镇|中心镇|明确|培训|开展|落实|访谈|统筹|推动|依次|合格|[一二三]是|秀美|"
    r"[县区市州](?:镇|乡|街)"
)
TOWN_END = (
    r"(?:(?<!乡镇)街道|(?<!乡镇)苏木|(?<![乡街木小])镇(?!街道)|(?<![城镇下])乡"
    r"|(?<=[一-龥]{2})(?<![镇乡])街(?=\d|监控|自评|评价|评审|送审|完成|开展|编报)"
    r"|(?<=[一-龥]{2})(?<![交共再举承主协自代合联新督])办(?=\d+[个家项]))"
)
AT_WORK = (
    r"评价|评审|完成|开展|得分|得\d|自评|自办|自行(?!车)|审减|送审|监控|组织|实施|编报|取消|压减|收回|交办|对|虽|则|均|共|聚焦|围绕|选取|选派|推行|试行|试点|"
    r"先行|首次|因|预警|出台|印发|制定|召开|举办|审核|约谈|获|以|作为|率先|较|居|位居|列|有\d|抽查|报送|另|上报|参照|分别|被|委托|通报|采取|规模|仅|只|单独|"
    r"不参与|不纳入|未|各(?=评|自评|完成|监控|审|编|\d)|引入|承担|受理|参与|收到|申报|核减|扣减|全年|今年|不设|为|在|负责|将|把|[：:]|[约近]?\d"
)
"""What zones do, in the words of these reports; more names end like zones than like towns."""
LOCAL_NAME = (
    rf"(?P<name>(?!{NO_ZONE})(?:(?:(?:(?!个|的)[一-龥]){{2,7}}?|[县市区州旗])(?P<zone>{ZONES})(?={AT_WORK})"
    rf"|(?!{NO_TOWN})(?:(?!个|乡镇)[一-龥]){{1,6}}?{TOWN_END}"
    r"(?!道|的(?!项目)|、|和|与|及|等|以[上下]|人大|政协|级|[镇街村办乡族县市处化]|新增|就业|登记|居民|失业|老旧|两级|延伸|干部|（(?!\d)|[，,。；;）)\s])))"
)
LOCAL_CELL = re.compile(
    r"[一-龥]{2,7}(?:(?P<zone>开发区|高新区|经开区|示范区|管理区|度假区|保税区|集聚区|新区)|街道(?:办事处)?|(?<!乡)镇|(?<!城)乡|苏木)"
)
"""All that a table's cell says."""
WORKING = re.compile(r"[约近]?\d|分别|各|评价|评审|完成|自评|得分|监控|编报|送审")
LOCAL_FIRST = re.compile(LOCAL_NAME)
LOCAL = re.compile(
    rf"[，,。；;：:、\n（(．.](?:附件\d{{1,2}}(?:所列|所附)?[为是]|其中|同期(?!代)|[上下]半年|今年|去年)?(?={LOCAL_NAME})"
)
"""Where they stand as the one at work."""
ENTRY = re.compile(
    rf"(?:^|[\n。；;：:])\s*(?:\d{{1,2}}[.．、]|[（(][\d一二三四五六七八九十]{{1,3}}[）)]|[一二三四五六七八九十]{{1,3}}、|[①-⒛]|【)\s*"
    rf"(?P<name>[一-龥]{{2,8}}?(?:(?P<zone>{ZONES})|街道|苏木|镇|乡))(?=[，,：:】])"
)
"""``1.旧县街道，抽查5个``: an entry of a list that is headed by a unit."""
SINGLED = re.compile(
    rf"(?:最[高低多少大小]|靠[前后]|垫底|末位|居首|领先|较[多少高低大小]|突出|以[上下])的(?:乡镇)?(?:主要)?(?:是|有|为)?"
    rf"(?P<name>(?:(?!的|个)[一-龥]){{1,6}}?(?:(?P<zone>{ZONES})|街道|苏木|镇|乡|(?<![镇乡])街))(?=[（(，,]?(?:由|为|达|仅|只有|得)?\d)"
)
"""``得分最高的是绿水镇，94分``."""
SINGLED_ON = re.compile(
    rf"[）)][、和](?P<name>(?![乡街]镇)[一-龥]{{1,6}}?(?:(?P<zone>{ZONES})|街道|苏木|镇|乡|街))(?=[（(]\d)"
)
JOINT_TOWNS = re.compile(
    r"(?:^|[，,。；;：:\n])(?P<name>[一-龥]{2,3}(?:、[一-龥]{2,3})+[两三四五六七八九]个?(?:镇|乡镇|乡|街道|苏木))"
)
"""``平乐、夹关两镇各38项``: told of the county."""
LISTED = re.compile(
    rf"(?:^|[，,。；;：:\n（(])(?:其中[：:，,]?)?(?P<names>(?:(?:(?!个|的)[一-龥]){{1,7}}?(?:{ZONES}|街道|苏木|镇|乡)[、和与及])+"
    rf"(?:(?!个|的)[一-龥]){{1,7}}?(?:{ZONES}|街道|苏木|镇|乡))"
)
"""Several of them in a list."""
SHORT_LIST = re.compile(
    r"(?:^|[，,。；;：:\n（(])(?P<names>(?:[一-龥]{2,3}、)+[一-龥]{2,3})[两三四五六七八九]个?(?P<kind>镇|乡镇|乡|街道|苏木)"
)
"""``华阳、雷池、杨湾三个乡镇``."""
ZONE_END = re.compile(rf"(?:{ZONES})$")
LINKS = re.compile("[、和与及]")
TOWNS = "镇乡道"
ZONES_END = "区园"
PLAIN_ZONE = re.compile("城乡一体化|经济|高新|工业|产业|综合|现代")
"""With nothing before it, the zone of the unit that reports."""
OWN_ZONE = re.compile(r"[县市区州旗](?=经济|经开|开发|高新|工业|产业)")
"""``县经开区``: the zone of the unit that reports."""
ZONE_NAMES = {"经开区": "经济开发区", "高新区": "高新技术产业开发区"}
SHORTEST = 2
PREFECTURES = ("市", "州", "盟", "地区", "省")


def at_heads(
    first: re.Pattern[str], later: re.Pattern[str], text: str, block: Block, before: int = 0
) -> Iterator[re.Match[str]]:
    """Matches of ``later``, which begin with a mark, and of ``first`` at the text's beginning, which has none.

    The mark may stand up to ``before`` characters before the block.
    """
    start = block.start
    if start == 0:
        opening = first.match(text, 0, block.end)
        if opening is not None:
            yield opening
            start = opening.end()
    yield from later.finditer(text, max(start - before, 0), block.end)


def is_zone(unit: Subject) -> bool:
    """Whether a unit is a functional zone of a city, which shares the city's code."""
    return unit.code.endswith("00") and not unit.name.endswith(PREFECTURES)


def local_unit(name: str, own: Subject, span: Span) -> Subject | None:
    """The zone, town or street office that is all that a table's cell names, within ``own``."""
    match = LOCAL_CELL.fullmatch(name)
    if match is None or not own.name or own.name.endswith(name):
        return None
    alone = match["zone"] and own.code.endswith("00") and not PLAIN_ZONE.match(name)
    return Subject(name if alone else own.name + name, own.code, Via.TABLE, span)


def full_name(name: str, zone: str | None, own: Subject) -> str:
    """The name with the unit above it: zones of a city stand alone, all else bears the unit's name before it."""
    if zone and OWN_ZONE.match(name):
        return own.name + ZONE_NAMES.get(zone, zone)  # 「县经开区」
    alone = zone and (own.code.endswith("00") or not own.code) and not PLAIN_ZONE.match(name)
    alone = alone or (zone and len(own.name) > SHORTEST and name.startswith(own.name[:-1]))  # 「太仓港经济技术开发区」
    return name if alone or (zone and own.name.endswith("新区")) else own.name + name


def local_speakers(
    text: str, block: Block, own: Subject, span: Callable[[int, int], Span], within: Callable[[int], Subject]
) -> Iterator[tuple[int, int, Subject]]:
    """Where zones, towns and street offices take the word in a sentence."""
    for pattern in (ENTRY, SINGLED, SINGLED_ON):
        for match in pattern.finditer(text, max(block.start - 1, 0), block.end):
            start, end = match.span("name")
            above = within(start)
            yield (
                start,
                end,
                Subject(full_name(match["name"], match["zone"], above), above.code, Via.STATED, span(start, end)),
            )
    for match in JOINT_TOWNS.finditer(text, max(block.start - 1, 0), block.end):
        yield *match.span("name"), own
    for match in at_heads(LOCAL_FIRST, LOCAL, text, block, before=1):
        start, end = match.span("name")
        listed = text[start - 1 : start] == "、"
        towns = listed and text[start - 2 : start - 1] in TOWNS and not match["zone"]
        zones = listed and match["zone"] and text[start - 2 : start - 1] in ZONES_END and text.startswith("各", end)
        if towns or zones:
            yield start, end, own  # 「异龙镇、宝秀镇12个项目」, 「高新区、恒口示范区各6个」
            continue
        if listed and not WORKING.match(text, end):
            continue  # 「…全成本、东风街道财政运行综合绩效等16个项目」
        above = own if match["zone"] else within(start)
        name = full_name(match["name"], match["zone"], above)
        yield start, end, Subject(name, above.code, Via.STATED, span(start, end))


def local_in_step(scene: Scene, own: Subject, span: Callable[[int, int], Span]) -> Iterator[tuple[int, Subject]]:
    """``北泉镇、石河子乡分别自评86个和41个``: local units in step with the numbers behind them."""
    for mark in spread_marks(scene):
        floor = scene.last_break(mark, "。；;")
        names: list[tuple[str, int, int]] = []
        for pattern in (LISTED, SHORT_LIST):
            for match in pattern.finditer(scene.text, max(floor, 0), mark):
                names = _split(match)
        if len(names) < 2:
            heads = at_heads(LOCAL_FIRST, LOCAL, scene.text, Block(max(floor, 0), mark), before=1)
            names = [(match["name"], *match.span("name")) for match in heads]
        if len(names) < 2:
            continue
        for series in spread_in_stretch(scene, mark, len(names)):
            for index, (name, start, end) in zip(series, names, strict=True):
                zone = ZONE_END.search(name)
                whole = full_name(name, zone.group() if zone else None, own)
                yield index, Subject(whole, own.code, Via.STATED, span(start, end))


def _split(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """The names of a list with their places; short ones get the ending that the list's count names."""
    found = []
    at = match.start("names")
    kind = match.groupdict().get("kind") or ""
    for name in LINKS.split(match["names"]):
        found.append((name + ("镇" if kind == "乡镇" else kind), at, at + len(name)))
        at += len(name) + 1
    return found
