"""The network of ``report_miner.extract.network`` in torch, with the same names of weights, and how it is fitted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from network_swaps import pool_of, varied
from torch import nn
from torch.nn import functional

from report_miner.extract.network import AMONG, ATTENTIONS, DILATIONS, FIXED, UNKNOWN
from report_miner.extract.network_signs import RELATIONS, SLOTS, Told, relations, signs_of

WIDTH, INNER = 96, 128
"""Values a sign, values a figure."""
EPOCHS, BATCH, RATE, DECAY = 20, 32, 2e-3, 0.02
DROPPED, UNHEARD_SIGNS, UNHEARD_CUES, UNHEARD_RULES, UNHEARD_ZONES = 0.25, 0.06, 0.15, 0.1, 0.1
"""What is left out at random while fitting: of the values, the signs, the cues, the rules' words, the zones around."""
SMOOTH, AVERAGED, SWAPPED, VARIED = 0.03, 0.998, 0.2, 0.7
RARE_SIGN, RARE_WORD = 3, 4
"""Signs and cues seen less often than the one, words less often than the other, are unknown."""
OUT_OF_REACH = -30.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence with, for each figure and head, the labels accepted; ``None`` for figures without labels."""

    told: Told
    accepted: tuple[tuple[tuple[str, ...], ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of signs, cues and words, and the labels of each head."""

    signs: Mapping[str, int]
    tags: Mapping[str, int]
    words: Mapping[str, int]
    labels: tuple[tuple[str, ...], ...]


def known_of(lessons: Sequence[Lesson], labels: tuple[tuple[str, ...], ...]) -> Known:
    """What is seen often enough in the lessons to be told apart."""
    signs: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for lesson in lessons:
        found = signs_of(lesson.told).signs
        signs.update(one.sign for one in found)
        tags.update(code for one in found for code, _ in one.tags)
        words.update(word for told in (*lesson.told.printed, *lesson.told.ruled) for word in told)
    first = max(FIXED.values()) + 1
    rows = _rows({sign: count for sign, count in signs.items() if sign not in FIXED}, RARE_SIGN, first)
    # A cue's first sign has a row of its own, the one behind it.
    cues = {tag: 2 * row for tag, row in _rows(tags, RARE_SIGN, 1).items()}
    return Known({**rows, **FIXED}, cues, _rows(words, RARE_WORD, 1), labels)


def _rows(counts: Mapping[str, int], least: int, first: int) -> dict[str, int]:
    often = sorted((word for word, count in counts.items() if count >= least), key=lambda word: (-counts[word], word))
    return {word: row for row, word in enumerate(often, first)}


class Net(nn.Module):
    """See ``report_miner.extract.network.Network``."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        signs, words = max(known.signs.values()) + 1, len(known.words) + 1
        self.char = nn.Embedding(signs, WIDTH, padding_idx=0)
        self.tag = nn.EmbeddingBag(2 * len(known.tags) + 2, WIDTH, mode="sum", padding_idx=0)
        self.zone = nn.Embedding(6, WIDTH)
        self.word = nn.EmbeddingBag(words, WIDTH, mode="sum", padding_idx=0)
        self.ln0 = nn.LayerNorm(WIDTH)
        self.convs = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=step, dilation=step) for step in DILATIONS)
        self.lns = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.q, self.k, self.v = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.rel = nn.Embedding(RELATIONS, ATTENTIONS)
        self.join = nn.Linear(2 * WIDTH, INNER)
        self.rule = nn.EmbeddingBag(words, INNER, mode="sum", padding_idx=0)
        self.lnf = nn.LayerNorm(INNER)
        self.fq, self.fo = nn.Linear(INNER, 3 * INNER), nn.Linear(INNER, INNER)
        self.frel = nn.Embedding(2 * AMONG + 1, ATTENTIONS)
        self.lnq = nn.LayerNorm(INNER)
        self.mid, self.lnm = nn.Linear(INNER, INNER), nn.LayerNorm(INNER)
        self.outs = nn.ModuleList(nn.Linear(INNER, len(labels)) for labels in known.labels)
        self.drop = nn.Dropout(DROPPED)
        for embedding, spread in (
            (self.char, 0.3),
            (self.zone, 0.3),
            (self.tag, 0.2),
            (self.word, 0.2),
            (self.rule, 0.1),
        ):
            nn.init.normal_(embedding.weight, 0, spread)
        nn.init.zeros_(self.rel.weight)

    def hidden(self, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
        size, length = batch["signs"].shape
        rows = self.char(batch["signs"]) + self.zone(batch["zones"])
        rows = rows + self.tag(batch["tags"].view(size * length, -1)).view(size, length, -1)
        printed = batch["printed"]
        words = self.word(printed.view(-1, printed.shape[-1])).view(*printed.shape[:2], -1)
        places = batch["places"].unsqueeze(-1).expand(-1, -1, WIDTH)
        rows = rows.scatter_add(1, places, words * batch["figures"].unsqueeze(-1))
        heard = batch["heard"].unsqueeze(-1)
        rows = self.drop(self.ln0(rows)) * heard
        for conv, norm in zip(self.convs, self.lns, strict=True):
            wide = conv(rows.transpose(1, 2)).transpose(1, 2)
            rows = (rows + self.drop(functional.silu(norm(wide)))) * heard
        return rows

    def forward(self, batch: Mapping[str, torch.Tensor]) -> list[torch.Tensor]:
        rows = self.hidden(batch)
        size, count = batch["places"].shape
        own = rows.gather(1, batch["places"].unsqueeze(-1).expand(-1, -1, WIDTH))
        bias = self.rel(batch["relations"]).sum(3).permute(0, 3, 1, 2)
        seen = self._attend(self.q(own), self.k(rows), self.v(rows), bias, batch["heard"])
        said = self.rule(batch["ruled"].view(-1, batch["ruled"].shape[-1])).view(size, count, -1)
        told = self.drop(functional.silu(self.lnf(self.join(torch.cat([own, seen], -1)) + said)))
        asked, keys, values = self.fq(told).split(INNER, -1)
        numbers = torch.arange(count)
        apart = (numbers[None] - numbers[:, None]).clamp(-AMONG, AMONG) + AMONG
        among = self._attend(asked, keys, values, self.frel(apart).permute(2, 0, 1), batch["figures"])
        told = self.lnq(told + self.drop(self.fo(among)))
        told = told + self.drop(functional.silu(self.lnm(self.mid(told))))
        return [out(told) for out in self.outs]

    def _attend(
        self, asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, bias: torch.Tensor, heard: torch.Tensor
    ) -> torch.Tensor:
        size, count, width = asked.shape
        asked, keys, values = (
            part.view(size, part.shape[1], ATTENTIONS, -1).transpose(1, 2) for part in (asked, keys, values)
        )
        scores = asked @ keys.transpose(-1, -2) / math.sqrt(width / ATTENTIONS) + bias
        shares = scores.masked_fill(heard[:, None, None, :] == 0, -1e4).softmax(-1)
        return (self.drop(shares) @ values).transpose(1, 2).reshape(size, count, width)


Item = dict[str, np.ndarray]


def item_of(lesson: Lesson, known: Known) -> Item:
    """A sentence as numbers."""
    told, signs = lesson.told, signs_of(lesson.told)
    tags = np.zeros((len(signs.signs), SLOTS), np.int64)
    for at, one in enumerate(signs.signs):
        for slot, (code, first) in enumerate(one.tags):
            row = known.tags.get(code)
            if row:
                tags[at, slot] = row + first
    target = np.zeros((len(told.figures), sum(map(len, known.labels))), np.float32)
    for figure, accepted in enumerate(lesson.accepted):
        start = 0
        for head, labels in enumerate(known.labels):
            for answer in accepted[head] if accepted else ():
                if answer in labels:
                    target[figure, start + labels.index(answer)] = 1
            start += len(labels)
    return {
        "signs": np.array([known.signs.get(one.sign, UNKNOWN) for one in signs.signs]),
        "zones": np.array([one.zone for one in signs.signs]),
        "tags": tags,
        "places": np.array(signs.places),
        "relations": relations(signs),
        "printed": np.array([[known.words.get(word, 0) for word in words] for words in told.printed]),
        "ruled": np.array([[known.words.get(word, 0) for word in words] for words in told.ruled]),
        "target": target,
        "labelled": np.array([float(accepted is not None) for accepted in lesson.accepted], np.float32),
        "figures": np.ones(len(told.figures), np.float32),
    }


def batch_of(items: Sequence[Item], chance: np.random.Generator | None = None) -> dict[str, torch.Tensor]:
    """Sentences side by side, padded with zeros; with ``chance`` some of what they say goes unheard."""
    batch: dict[str, np.ndarray] = {}
    for key, first in items[0].items():
        shape = np.max([item[key].shape for item in items], 0)
        whole = np.zeros((len(items), *shape), first.dtype)
        for at, item in enumerate(items):
            whole[(at, *map(slice, item[key].shape))] = item[key]
        batch[key] = whole
    batch["heard"] = (batch["signs"] > 0).astype(np.float32)
    if chance is not None:
        lost = (chance.random(batch["signs"].shape) < UNHEARD_SIGNS) & (batch["signs"] > max(FIXED.values()))
        batch["signs"][lost] = UNKNOWN
        deaf = chance.random((len(items), batch["tags"].max() // 2 + 1)) < UNHEARD_CUES
        batch["tags"][deaf[np.arange(len(items))[:, None, None], batch["tags"] // 2]] = 0
        batch["ruled"][chance.random(batch["ruled"].shape) < UNHEARD_RULES] = 0
        for zone in (1, 2, 3, 4):
            hidden = chance.random(len(items)) < UNHEARD_ZONES
            batch["heard"][hidden[:, None] & (batch["zones"] == zone)] = 0
    return {key: torch.from_numpy(np.ascontiguousarray(values)) for key, values in batch.items()}


def _loss(outs: Sequence[torch.Tensor], batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """Minus the log of what the accepted labels get together, for all heads; every label keeps a little."""
    total = torch.zeros(())
    start = 0
    for out in outs:
        chances = out.log_softmax(-1)
        target = batch["target"][..., start : start + out.shape[-1]]
        start += out.shape[-1]
        right = torch.where(target > 0, chances, torch.full_like(chances, OUT_OF_REACH)).logsumexp(-1)
        each = -right - SMOOTH * chances.mean(-1)
        total = total + (each * batch["labelled"]).sum() / batch["labelled"].sum()
    return total


def train(lessons: Sequence[Lesson], known: Known, seed: int) -> Net:
    """A net fitted on the lessons: AdamW, one cycle of the rate, a running mean of the weights."""
    torch.manual_seed(seed)
    chance, random = np.random.default_rng(seed), Random(seed)
    items = [item_of(lesson, known) for lesson in lessons]
    pool = pool_of(lesson.told for lesson in lessons)
    net = Net(known)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY, betas=(0.9, 0.98))
    steps = EPOCHS * (len(items) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + EPOCHS, pct_start=0.1)
    mean = {name: values.detach().clone() for name, values in net.state_dict().items()}
    lengths = np.array([len(item["signs"]) for item in items])
    step = 0
    for _ in range(EPOCHS):
        told = [
            item_of(Lesson(varied(lesson.told, pool, random, SWAPPED), lesson.accepted), known)
            if random.random() < VARIED else item
            for lesson, item in zip(lessons, items, strict=True)
        ]  # fmt: skip
        net.train()
        order = np.argsort(lengths + chance.normal(0, 12, len(lengths)))
        chunks = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        for chunk in chance.permutation(len(chunks)):
            batch = batch_of([told[at] for at in chunks[chunk]], chance)
            optimizer.zero_grad()
            _loss(net(batch), batch).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            share = min(AVERAGED, (step + 1) / (step + 10))
            with torch.no_grad():
                for name, values in net.state_dict().items():
                    mean[name].mul_(share).add_(values, alpha=1 - share)
    net.load_state_dict(mean)
    return net.eval()
