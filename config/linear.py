"""Read the weights of a small linear model: what each group of characters says for each class."""

import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct

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
    _sums: Mapping[str, int] = field(init=False, repr=False)
    """`weights` with those of all classes in one number, so that one addition adds to every class."""
    _start: int = field(init=False, repr=False)
    """The bias of all classes in one number, with as much added to each as keeps it above nothing."""
    _lanes: Struct = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sums", {gram: _packed(row) for gram, row in self.weights.items()})
        object.__setattr__(self, "_start", _packed(enumerate(bias + _HALF for bias in self.bias)))
        object.__setattr__(self, "_lanes", Struct(f"<{len(self.bias)}I"))

    def points(self, grams: Set[str]) -> tuple[int, ...]:
        """Return what these groups of characters say for each class together, the bias included."""
        sums = self._sums
        total = sum([sums[gram] for gram in grams if gram in sums], self._start)
        lanes = self._lanes
        return tuple([lane - _HALF for lane in lanes.unpack(total.to_bytes(lanes.size, "little"))])


_BITS = 32
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
