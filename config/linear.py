"""Read the weights of a small linear model: what each group of characters says for each class."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_WEIGHT = re.compile(r"([A-Za-z])(-?\d+)")


class LinearWrong(Exception):
    """A file of weights is missing or does not have the form that `tests.understand.train` writes."""


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
    sums: Mapping[str, int] = field(init=False, repr=False)
    """`weights` with those of all classes in one number, so that one addition adds to every class; see `unpacked`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sums", {gram: _packed(row) for gram, row in self.weights.items()})

    def unpacked(self, total: int) -> tuple[int, ...]:
        """Return what a total of `sums` adds to each class, the bias included."""
        points = []
        for bias in self.bias:
            lane = ((total + _HALF) & _MASK) - _HALF
            points.append(lane + bias)
            total = (total - lane) >> _BITS
        return tuple(points)


_BITS = 24
_MASK = (1 << _BITS) - 1
_HALF = 1 << (_BITS - 1)


def _packed(row: Iterable[tuple[int, int]]) -> int:
    return sum(weight << (_BITS * place) for place, weight in row)


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
