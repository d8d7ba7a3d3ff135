"""Read who is to be spared a duty: 免办 张良镇敬老院 日巡查 到12月10日 停业装修; pure."""

import re
from dataclasses import dataclass

from handlers.understand.duty_words import CODE_BY_WORD, DUTY_WORD

_SAID = re.compile(r"(?P<undo>取消|撤销|恢复)?免办[ ，:]*(?P<rest>.+)", re.DOTALL)
_UNTIL = re.compile(r"[到至](?P<day>[^\s，。]{2,10}?[日号末底])(?:为?止|之?前)?")
_REASON = re.compile(r"^(?:原因|理由|因为?)[ :，]*")
_BLANK = " ，。:\n"


@dataclass(frozen=True, slots=True)
class Excuse:
    """What is to be spared, as far as it was said."""

    is_undone: bool
    """Whether an earlier excuse is taken back."""
    code: str
    """A duty's code; "" where none was named."""
    unit: str
    """The words before the duty."""
    until: str
    """The words of the last day; "" for what is open now."""
    reason: str


def read_excuse(text: str) -> Excuse | None:
    """Return what the text excuses, None where it is about something else."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        return None
    rest = said["rest"]
    duty = DUTY_WORD.search(rest)
    before, after = (rest[: duty.start()], rest[duty.end() :]) if duty else (rest, "")
    until = _UNTIL.search(after)
    if until:
        after = after[: until.start()] + after[until.end() :]
    return Excuse(
        is_undone=bool(said["undo"]),
        code=CODE_BY_WORD[duty[0]] if duty else "",
        unit=before.strip(_BLANK),
        until=until["day"] if until else "",
        reason=_REASON.sub("", after.strip(_BLANK)).strip(_BLANK),
    )
