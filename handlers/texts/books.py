"""What the operator is told where the books of hazards 「账目」 are wrong."""

from collections.abc import Mapping, Sequence

from storage.vocabulary import BooksFault

_SHOWN = 5


def wrong(numbers_by_fault: Mapping[BooksFault, Sequence[int]]) -> str:
    """Return how many hazards are wrong, then by fault the first of them."""
    count = len({number for numbers in numbers_by_fault.values() for number in numbers})
    parts = (f"{fault.term}：{_first(numbers)}" for fault, numbers in numbers_by_fault.items())
    return f"{count}条隐患的账目不对（{'；'.join(parts)}）"


def _first(numbers: Sequence[int]) -> str:
    shown = "、".join(f"{number}号" for number in numbers[:_SHOWN])
    return f"{shown}等{len(numbers)}条" if len(numbers) > _SHOWN else shown
