"""Read what people say of their pictures: 照片 12, 照片是12号的, 看12号照片, 不登记; pure."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handlers.understand.hazard_command import leading_numbers
from storage.vocabulary import Phase


class Wants(StrEnum):
    """What is to be done with the pictures."""

    JOIN = "join"
    SHOW = "show"
    LABEL = "label"
    """照片 12: join those that were sent lately, wherever they are; show what is there where none were."""
    EITHER = "either"
    """12号照片: join those that wait for a word; show what is there where none do."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """What was said of pictures."""

    wants: Wants
    numbers: tuple[str, ...] = ()
    """Of hazards, as in hazard_command."""
    phase: Phase | None = None
    """What the pictures show, or are to show; None where that was not said."""

    def as_wish(self) -> dict[str, Any]:
        """Return the same in JSON types."""
        phase = self.phase.value if self.phase else ""
        return {"wants": self.wants.value, "numbers": list(self.numbers), "phase": phase}


_NOUN = r"(?:照片|图片|相片|图|视频|文件|附件)"
_THIS = r"(?:刚才|刚刚|上面|前面|这|那)?(?:发|拍)?的?(?:这|那)?(?:几|\d{1,2}|一|两)?(?:张|些|个|段|份)?的?"
_NOTHING = re.compile(rf"(?:{_THIS}{_NOUN})?(?:不|不用|不要|别)登记(?:了)?|{_THIS}{_NOUN}(?:不要了|发错了)")
_LOOK = re.compile(r"(?:请)?(?:查看|看看|看一下|看下|查一下|看|查)(?:一下)?\s*")
_NOUN_FIRST = re.compile(rf"{_THIS}{_NOUN}\s*(?P<joins>都?(?:是|归|属于)|(?:请)?(?:附|归|挂|放|加|传)?[到给])?\s*")
_THIS_IS = re.compile(r"(?:这|那)?都?是\s*|(?:附|归|挂|放|加)[到给]\s*")
_NOUN_LAST = re.compile(rf"的?{_NOUN}")
_PHASE = re.compile(r"的?(?:整?改|整治)(?P<when>前|后)的?")
_PHASES = {"前": Phase.BEFORE, "后": Phase.AFTER}


def read_photo_words(text: str) -> PhotoWords | None:
    """Return what the evened-out `text` says of pictures, None where it speaks of something else."""
    text = text.strip("。！，~ ")
    if _NOTHING.fullmatch(text):
        return PhotoWords(Wants.NOTHING)
    text, phase = _without_phase(text)
    looking = _LOOK.match(text)
    text = text[looking.end() :] if looking else text
    numbers, wants = _numbered(text)
    if not numbers:
        return None
    if looking:
        return PhotoWords(Wants.SHOW, numbers, phase)
    return PhotoWords(Wants.JOIN if phase else wants, numbers, phase)


def read_label(text: str) -> PhotoWords | None:
    """Return which hazards' pictures these are, as said with a picture or to our question (12, 是12号, 12 整改后)."""
    said = read_photo_words(text)
    if said is not None:
        is_label = said.wants is not Wants.SHOW
        return replace(said, wants=Wants.JOIN if said.numbers else said.wants) if is_label else None
    rest, phase = _without_phase(text.strip("。！，~ "))
    numbers, left = leading_numbers(_THIS_IS.sub("", rest, count=1))
    return PhotoWords(Wants.JOIN, numbers, phase) if numbers and left in ("", "的") else None


def _numbered(text: str) -> tuple[tuple[str, ...], Wants]:
    """Return the hazards that are named beside a word for pictures, and how the words bring the two together."""
    if match := _NOUN_FIRST.match(text):
        numbers, rest = leading_numbers(text[match.end() :])
        return numbers if rest in ("", "的") else (), Wants.JOIN if match["joins"] else Wants.LABEL
    this_is = _THIS_IS.match(text)
    numbers, rest = leading_numbers(text[this_is.end() :] if this_is else text)
    return numbers if _NOUN_LAST.fullmatch(rest) else (), Wants.JOIN if this_is else Wants.EITHER


def _without_phase(text: str) -> tuple[str, Phase | None]:
    match = _PHASE.search(text)
    if match is None:
        return text, None
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), _PHASES[match["when"]]
