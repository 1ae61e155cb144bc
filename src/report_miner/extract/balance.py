"""Arithmetic decides where the words leave open what an amount is: submitted − approved = reduced.

``供应商报价4,760万元，核定4,283万元，压价477万元，压价幅度10.02%``: one word is known, the others follow.  A
printed word is never overruled: only amounts and rates that no word of their own explains are read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from report_miner.extract.reading import Reading
from report_miner.extract.scene import Scene
from report_miner.model import Measure, Quantity, QuantityKind

ROLES = (Measure.AMOUNT_SUBMITTED, Measure.AMOUNT_APPROVED, Measure.AMOUNT_REDUCED)
BALANCE = "amount.balance"
BALANCED_RATE = "rate.balance"
OPEN_RULES = frozenset({"amount.plain", "amount.outside", "default.money", "default.percent"})
HALF = Decimal("0.5")
FALLS = "rate.growth"
"""``降幅达16.9%``: a fall that is the amount taken over the amount submitted is the rate of reduction."""
RATE_WITHIN = 2
"""So many quantities behind the three amounts, their rate is looked for."""


def balanced(scene: Scene, readings: Sequence[Reading]) -> list[Reading]:
    """``readings`` with the amounts and rates that only the arithmetic of their neighbours explains."""
    result = list(readings)
    amounts = [index for index, quantity in enumerate(scene.quantities) if quantity.kind is QuantityKind.MONEY]
    _lowered_by(scene, amounts, result)
    for three in zip(amounts, amounts[1:], amounts[2:], strict=False):
        known = [result[index] for index in three]
        told = [
            reading
            for reading, role in zip(known, ROLES, strict=True)
            if reading.measure is role and not _open(reading)
        ]
        if not any(reading.measure in ROLES[1:] for reading in told) or not _subtracts(
            *(scene.quantities[index] for index in three)
        ):
            continue
        if any(reading.measure is not role and not _open(reading) for reading, role in zip(known, ROLES, strict=True)):
            continue
        for index, role in zip(three, ROLES, strict=True):
            if result[index].measure is not role:
                result[index] = _as(result[index], role, BALANCE, told[0])
        for index in range(three[-1] + 1, min(three[-1] + 1 + RATE_WITHIN, len(result))):
            if (_open(result[index]) or result[index].rule == FALLS) and _is_rate(
                *(scene.quantities[at] for at in (three[2], three[0], index))
            ):
                result[index] = _as(result[index], Measure.REDUCTION_RATE, BALANCED_RATE, told[0])
    return result


def _lowered_by(scene: Scene, amounts: Sequence[int], result: list[Reading]) -> None:
    """``送审造价7.15亿元，审核后造价6.46亿元，降幅9.65%``: the fall from one to the other is the rate of reduction."""
    for whole, left in pairwise(amounts):
        if (result[whole].measure, result[left].measure) != ROLES[:2]:
            continue
        for index in range(left + 1, min(left + 1 + RATE_WITHIN, len(result))):
            rate, sums = scene.quantities[index], (scene.quantities[whole], scene.quantities[left])
            falls = result[index].rule == FALLS or _open(result[index])
            if falls and rate.kind is QuantityKind.PERCENT and not rate.raw.endswith("成"):
                fall = (sums[0].value - sums[1].value) * 100 / sums[0].value
                within = (_half(sums[0]) + _half(sums[1])) * 100 / sums[0].value + 2 * _half(rate)
                if rate.value > 0 and abs(fall - rate.value) <= within:
                    result[index] = _as(result[index], Measure.REDUCTION_RATE, BALANCED_RATE, result[left])


def _open(reading: Reading) -> bool:
    return reading.rule in OPEN_RULES or reading.inherited


def _as(reading: Reading, measure: Measure, rule: str, told: Reading) -> Reading:
    return replace(reading, measure=measure, rule=rule, runner_up=reading.rule, margin=0.6, stage=told.stage, noun=None)


def _subtracts(whole: Quantity, left: Quantity, taken: Quantity) -> bool:
    """Whether the printed amounts agree with whole − left = taken, each within half its last printed place."""
    if not 0 < taken.value < whole.value:
        return False
    return abs(whole.value - left.value - taken.value) <= _half(whole) + _half(left) + _half(taken)


def _is_rate(taken: Quantity, whole: Quantity, rate: Quantity) -> bool:
    if rate.kind is not QuantityKind.PERCENT or rate.raw.endswith("成"):
        return False
    return abs(taken.value * 100 / whole.value - rate.value) <= 2 * _half(rate)


def _half(quantity: Quantity) -> Decimal:
    """Half of the last printed place, in the normal unit."""
    decimals = len(quantity.number.partition(".")[2])
    return HALF * quantity.scale.scaleb(-decimals)
