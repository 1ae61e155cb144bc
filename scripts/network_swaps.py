"""Variants of a sentence for fitting the network: a cue word gives way to another that bears exactly the same cues.

So the network hears of the rarer words of a list in the places of the common ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from report_miner.extract.network_signs import Tag, Told, Zone

SHORTEST = 2
Pool = Mapping[frozenset[str], tuple[list[str], list[float]]]


def _free(zone: Zone) -> list[tuple[int, int, frozenset[str]]]:
    """Stretches whose cues all lie on exactly that stretch and which no other cue overlaps."""
    spans: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for tag in zone.tags:
        spans[tag.start, tag.end].add(tag.code)
    places = sorted(spans)
    return [
        (start, end, frozenset(spans[start, end]))
        for start, end in places
        if end - start >= SHORTEST and not any((a, b) != (start, end) and a < end and start < b for a, b in places)
    ]


def _zones(told: Told) -> list[Zone]:
    return [told.own, *told.headings, *told.earlier]


def pool_of(sentences: Iterable[Told]) -> Pool:
    """For each set of cues the words that bear it, with how gladly each is taken (root of how often it was seen)."""
    seen: defaultdict[frozenset[str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for told in sentences:
        for zone in _zones(told):
            for start, end, cues in _free(zone):
                seen[cues][zone.text[start:end]] += 1
    return {
        cues: (list(words), [count**0.5 for count in words.values()]) for cues, words in seen.items() if len(words) > 1
    }


def _swap(
    zone: Zone, pool: Pool, random: Random, rate: float, kept: Sequence[tuple[int, int]] = ()
) -> tuple[Zone, list[int]]:
    """The zone with some words changed, and where each of its offsets lies now; ``kept`` stretches stay as they are."""
    parts: list[str] = []
    moved = list(range(len(zone.text) + 1))
    at = shift = 0
    for start, end, cues in _free(zone):
        if cues not in pool or random.random() >= rate or any(a < end and start < b for a, b in kept):
            continue
        words, weights = pool[cues]
        word = random.choices(words, weights)[0]
        parts += [zone.text[at:start], word]
        for place in range(at, end):
            moved[place] = place + shift
        shift += len(word) - (end - start)
        at = end
    for place in range(at, len(zone.text) + 1):
        moved[place] = place + shift
    tags = tuple(Tag(moved[tag.start], moved[tag.end], tag.code) for tag in zone.tags)
    return Zone("".join([*parts, zone.text[at:]]), tags), moved


def varied(told: Told, pool: Pool, random: Random, rate: float) -> Told:
    """The sentence with words swapped at ``rate``; its figures stay."""
    own, moved = _swap(told.own, pool, random, rate, told.figures)
    return told._replace(
        own=own,
        headings=tuple(_swap(zone, pool, random, rate)[0] for zone in told.headings),
        earlier=tuple(_swap(zone, pool, random, rate)[0] for zone in told.earlier),
        breaks=tuple(moved[place] for place in told.breaks),
        figures=tuple((moved[start], moved[end]) for start, end in told.figures),
    )
