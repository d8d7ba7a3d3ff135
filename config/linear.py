"""Read the weights of a small linear model: what each group of characters says for each class."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from struct import Struct
from typing import cast

_WEIGHT = re.compile(r"([A-Za-z])(-?\d+)")


class LinearWrong(Exception):
    """A file of weights is missing or does not have the form that `tests.understand.train` writes."""


class Sums:
    """What groups of characters say for the classes of several models, added up in one go."""

    def __init__(self, models: Sequence["LinearTable"]) -> None:
        self._models = models
        self.points = lru_cache(maxsize=32)(self._points)
        """Returns what these groups of characters say for each class of each model, the bias included."""

    def _points(self, grams: frozenset[str]) -> tuple[int, ...]:
        sums, start, lanes = self._packed
        total = sum([sums[gram] for gram in grams if gram in sums], start)
        return tuple([lane - _HALF for lane in lanes.unpack(total.to_bytes(lanes.size, "little"))])

    @cached_property
    def _packed(self) -> tuple[dict[str, int], int, Struct]:
        """By group of characters: the weights of all classes in one number, so that one addition adds to every class.

        With it the bias likewise, with as much added as keeps every class above nothing. Made on first use.
        """
        sums: dict[str, int] = {}
        biases = [bias + _HALF for model in self._models for bias in model.bias]
        for model in self._models:
            for gram, row in model.weights.items():
                sums[gram] = sums.get(gram, 0) + sum([weight << (_BITS * (model.first + at)) for at, weight in row])
        start = sum(bias << (_BITS * place) for place, bias in enumerate(biases))
        return sums, start, Struct(f"<{len(biases)}I")


_BITS = 32
_HALF = 1 << (_BITS - 1)


@dataclass(frozen=True, slots=True, eq=False)
class LinearTable:
    """The weights of one model; equal only to itself, so that it can be a key."""

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    """By class, in hundredths of a natural logarithm of the odds, like every weight."""
    weights: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)
    """By group of characters: the places of classes in `classes`, and what it adds to each."""
    rows: str
    """The hash of the rows that it was trained on."""
    first: int = field(default=0, repr=False)
    """The place of its first class among those of `sums`."""
    sums: Sums = field(default=cast(Sums, None), repr=False)
    """Adds up its weights: alone, or with the models that are asked about the same texts (`together`)."""

    def __post_init__(self) -> None:
        if self.sums is None:
            object.__setattr__(self, "sums", Sums([self]))

    def points(self, grams: frozenset[str]) -> tuple[int, ...]:
        """Return what these groups of characters say for each class together, the bias included."""
        return self.sums.points(grams)[self.first : self.first + len(self.bias)]


def together(models: Iterable[LinearTable]) -> tuple[LinearTable, ...]:
    """Return the same models, added up in one go: who asks one of them about a text has asked all."""
    joined: list[LinearTable] = []
    sums = Sums(joined)
    for model in models:
        first = sum(len(one.bias) for one in joined)
        joined.append(replace(model, first=first, sums=sums))
    return tuple(joined)


def read_linear(file: Path) -> LinearTable:
    """Return the weights in `file`; raises LinearWrong, in Chinese with the file's name."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        letters = {letter: place for place, letter in enumerate(values["classes"])}
        return LinearTable(
            classes=tuple(values["classes"].values()),
            bias=tuple(int(values["bias"][letter]) for letter in letters),
            weights={
                gram: tuple((letters[letter], int(weight)) for letter, weight in _WEIGHT.findall(said))
                for gram, said in values["weights"].items()
            },
            rows=str(values["rows"]),
        )
    except FileNotFoundError as error:
        raise LinearWrong(f"{file.name}：没有这个文件") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LinearWrong(f"{file.name}：不是训练写出的权重（{error}）") from error
