"""Answers to choose from at a press: a few as buttons, more as a list, and a way out of the question."""

from collections.abc import Sequence
from dataclasses import replace

from storage.messages import Button, Card, Choice

AS_BUTTONS = 5
"""Up to so many answers are buttons; the sixth is for leaving the question."""
AT_MOST = 20
"""More than this no list holds: the answer is typed."""
GIVE_UP = Button("不办了", "取消")

_LONGEST = 10


def label(text: str) -> str:
    """Return what stands on a button or in a list, cut to 10 characters with 「…」."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def with_answers(card: Card, answers: Sequence[tuple[str, str]], *, about: str, takes_several: bool = False) -> Card:
    """Return the question with its answers (what is said, what is shown), the likeliest first.

    `about` is what is chosen, up to 13 characters. With `takes_several` more than one may be chosen from a list.
    """
    if len(answers) <= AS_BUTTONS:
        buttons = [Button(label(shown), says, is_main=n == 0) for n, (says, shown) in enumerate(answers)]
        return replace(card, buttons=(*buttons, GIVE_UP))
    if len(answers) > AT_MOST:
        return replace(card, buttons=(GIVE_UP,))
    options = tuple((says, label(shown)) for says, shown in answers)
    choice = Choice("answer", about, options, takes_several)
    return replace(card, buttons=(Button("选好了", "{answer}", is_main=True),), choices=(choice,))
