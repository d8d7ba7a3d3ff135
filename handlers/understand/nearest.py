"""Which examples come nearest to a text that nobody understood; pure."""

from collections.abc import Sequence

from handlers.understand.words import Cutter


def nearest(text: str, examples: Sequence[str], cutter: Cutter) -> list[str]:
    """Return the examples, nearest first: by the words they share with the text, then by the characters."""
    words, characters = set(cutter.cut(text)), set(text)

    def shared(example: str) -> tuple[int, int]:
        return len(words & set(cutter.cut(example))), len(characters & set(example))

    return sorted(examples, key=shared, reverse=True)
