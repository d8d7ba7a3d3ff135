"""Hear that something is burning, leaking, or that somebody is hurt or missing, right now; pure."""

import re
from dataclasses import dataclass

from config.lexicon import Danger, EmergencyTables

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")


@dataclass(frozen=True, slots=True)
class Emergency:
    """A present danger: its code (fire, smoke, explosion, gas_leak, injury, missing, collapse), term and words."""

    code: str
    term: str
    words: str


def emergency_in(text: str, tables: EmergencyTables) -> Emergency | None:
    """Return the gravest present danger that evened-out `text` tells of, None where there is none.

    Judged sentence by sentence. Drills, rules, suppositions, dangers averted and accidents elsewhere are none,
    unless words of the present (快来, 正在烧) overrule them: of a fire in doubt it says yes.
    """
    sentences = [sentence for sentence in _SENTENCE.findall(text) if _may_be_now(sentence, tables)]
    for danger in tables.dangers:
        for sentence in sentences:
            if words := _words_of(danger, sentence, tables):
                return Emergency(danger.code, danger.term, words)
    return None


def _may_be_now(sentence: str, tables: EmergencyTables) -> bool:
    return not tables.never.search(sentence) or bool(tables.now.search(sentence))


def _words_of(danger: Danger, sentence: str, tables: EmergencyTables) -> str | None:
    match = danger.present.search(sentence)
    if not match:
        return None
    if danger.unless and danger.unless.search(sentence) and not tables.now.search(sentence):
        return None
    return match[0]
