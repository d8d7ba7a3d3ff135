"""Reports that belong together: 并入 13 12 (the same place again), 回头看 12 通过 or 不通过."""

import re

from handlers import hazard_case as cases
from handlers import hazard_finding as finding
from handlers import hazard_repeats as repeats
from handlers import hazard_steps as steps
from handlers import hazard_word as word
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import hazard_move as texts
from handlers.texts import hazard_repeat as repeat_texts
from handlers.understand.hazard_command import leading_numbers, quoted_numbers
from handlers.understand.numbered_words import Words
from storage.hazards import Hazard
from storage.vocabulary import HazardAction

_MERGE, _RECHECK = HazardAction.MERGE, HazardAction.RECHECK
_WORDS = Words(
    {
        **dict.fromkeys(("并入", "合并到", "合并"), _MERGE.value),
        **dict.fromkeys(("回头看", "回头查看"), _RECHECK.value),
    }
)
_PASSED = re.compile(
    r"(?:复查|检查|回头看)?(?:通过|合格|没问题|没有问题|正常|保持(?:得)?(?:好|住)|完好|无反弹)[。！]?"
)
_FAILED = re.compile(r"(?:不通过|没通过|没有通过|不合格|不行|反弹了?|有反弹)[\s:，。]*(?P<why>.*)", re.DOTALL)


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    found = _WORDS.read(heard.text, quoted=quoted_numbers(heard.quote), needs_number=True)
    if found is None:
        return None
    numbers, said = list(found.numbers), found.said
    if found.means == _MERGE.value and len(numbers) == 1:
        behind, said = leading_numbers(said)
        numbers += behind
    return {"means": found.means, "numbers": numbers, "said": said}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if known["means"] == _MERGE.value:
        behind, rest = leading_numbers(heard.text)
        return {**known, "numbers": [*known["numbers"], *behind]} if behind and not rest.strip("。！ ") else None
    if "failed" in known:
        return {**known, "said": f"{repeat_texts.FAILED} {heard.text.strip()}"}
    return {**known, "said": heard.text.strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    return _merge(wish, asking) if wish["means"] == _MERGE.value else _recheck(wish, asking)


def _merge(wish: Wish, asking: Asking) -> Reply:
    hazard = finding.find(asking, wish["numbers"][0])
    cases.after(hazard, _MERGE, asking)
    if len(wish["numbers"]) < 2:
        earlier = repeats.earlier(hazard, asking)
        return Question(repeat_texts.into_which(hazard, earlier), wish, [str(one.number) for one in earlier])
    into = finding.find(asking, wish["numbers"][1])
    return repeats.merge(hazard, into, asking)


def _recheck(wish: Wish, asking: Asking) -> Reply:
    def do(hazard: Hazard) -> Reply:
        said = str(wish["said"])
        if _PASSED.fullmatch(said):
            steps.record(hazard, _RECHECK, repeat_texts.passed_note(), asking)
            return repeat_texts.passed(hazard)
        failed = _FAILED.fullmatch(said)
        if failed is None and not said:
            return Question(repeat_texts.passed_or_not(hazard), wish, repeat_texts.OFFERS)
        why = (failed["why"] if failed else said).strip()
        if not why:
            return Question(repeat_texts.what_is_wrong(hazard), {**wish, "failed": True})
        return repeats.reopen(hazard, why, asking)

    if len(wish["numbers"]) > 1:
        raise Sorry(texts.one_at_a_time(_RECHECK))
    return word.on_one(wish, _RECHECK, asking, do, ended=True)


INTENT = Intent(
    "hazard_repeat",
    "合并、回头看",
    ("并入 13 12", "回头看 12 通过", "回头看 12 不通过 又堆上了轮椅"),
    _read,
    _answer,
    _resume,
)
