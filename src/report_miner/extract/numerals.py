"""Chinese and mixed numerals as exact decimals.

Reads what official prose prints: ``二百余``, ``两``, ``十五``, ``三点五``, ``一千零二十``, ``3.5万``, ``百分之十二``.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BLOCKS = {"万": 10_000, "亿": 100_000_000}
SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
          "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}  # fmt: skip


def chinese_to_decimal(text: str) -> Decimal | None:
    """Value of a Chinese numeral, or ``None`` where ``text`` is not one.

    A numeral without places is read digit by digit (``二〇二三`` is 2023); ``百``, ``千`` and ``亿`` alone stand for
    one of them (``近亿``).
    """
    whole, point, decimals = text.partition("点")
    if point and not (decimals and all(char in DIGITS for char in decimals)):
        return None
    if not whole:
        return None
    if len(whole) > 1 and all(char in DIGITS for char in whole):
        value = int("".join(str(DIGITS[char]) for char in whole))
    else:
        total = _grouped(whole)
        if total is None:
            return None
        value = total
    if not decimals:
        return Decimal(value)
    return Decimal(f"{value}.{''.join(str(DIGITS[char]) for char in decimals)}")


def _grouped(text: str) -> int | None:
    """Value of a numeral with places: sums digit × place inside blocks of 万 and 亿."""
    total = block = digit = 0
    pending = False
    for char in text:
        if char in DIGITS:
            digit, pending = DIGITS[char], True
        elif char in PLACES:
            block += (digit if pending else 1) * PLACES[char]
            digit, pending = 0, False
        elif char in BLOCKS:
            block += digit
            total = (total + (block or 1)) * BLOCKS[char] if char == "亿" else total + (block or 1) * BLOCKS[char]
            block, digit, pending = 0, 0, False
        else:
            return None
    return total + block + digit
