"""Read who went round together and what they put right on the spot: 张三李四巡的，厨房阀门没关已关; pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NAME = r"[一-鿿]{2,4}"
_ROUND = r"(?:夜巡|巡查|巡检|巡逻|巡夜|巡)"
_WHO = re.compile(
    rf"(?P<who>[一-鿿、，和与跟同\s]{{2,40}}?)\s*(?:[两二三四]个?人)?(?:一起|共同|同去)?(?:刚|已经?)?{_ROUND}(?P<of>的|查的)?"
)
_APART = re.compile(r"[、，\s]+|(?<=[一-鿿]{2})[和与跟同](?=[一-鿿]{2})")
BY = rf"[一-鿿、，和与跟同\s]{{2,40}}?(?:[两二三四]个?人)?(?:一起|共同)?{_ROUND}的"
"""张三李四巡的."""
_BEHIND = re.compile(rf"(?:.*?\s)?{BY}[\s，:。]*(?P<rest>.*)", re.DOTALL)
_PUT_RIGHT = (
    r"(?:关闭|关好|关上|关|清理|清走|清除|清运|处理|处置|整改|更换|换上|换|修好|修复|恢复|移走|移开|搬走|搬开|拔掉|拔|断电|熄灭|灭掉"
    r"|锁好|锁上|复位|排除|解决|纠正|制止|扑灭|打开|充好电|充电|补齐|摆正)"
)
_HOW = re.compile(
    rf"[，、\s]*(?P<how>(?:已经?|都已|当场|现场|随即|立即|立刻|马上|当时|及时)+(?:自行|全部|重新|给|予以|都)*{_PUT_RIGHT}(?:好|了|完|掉|毕|完毕|到位|完成)*)[。！\s]*$"
    rf"|[，\s]+(?P<did>{_PUT_RIGHT}(?:好|完|掉|上|到位)?了)[。！\s]*$"
)
_BREAK = re.compile(r"[；;。\n]+")
_MARKS = " \n，,。；;:、"


def rest_behind(text: str) -> str | None:
    """Return what was found, in 「张三李四巡的，…」; None where the text says nothing so."""
    match = _BEHIND.fullmatch(text)
    return match["rest"].strip(_MARKS) if match else None


def patrollers(text: str, said: str, roster: Sequence[str]) -> list[str]:
    """Return who went round, each once: the names of `said` (what the form has), else those before 巡 in the text.

    Names that run together are told apart by the `roster`; others count where they stand apart before 「巡的」.
    """
    if said:
        known = [name for name in roster if name in said]
        return list(dict.fromkeys((*known, *_apart(_without(said, known)))))
    match = _WHO.search(text)
    if match is None:
        return []
    known = sorted((name for name in roster if name in match["who"]), key=match["who"].index)
    others = _apart(_without(match["who"], known)) if match["of"] else []
    return list(dict.fromkeys((*known, *others)))


def handled(problem: str) -> tuple[list[dict[str, str]], str]:
    """Return what was put right on the spot (problem, how) and, in one text, what was not."""
    done, left = [], []
    for part in (one.strip(_MARKS) for one in _BREAK.split(problem)):
        match = _HOW.search(part)
        if match is not None and part[: match.start()].strip(_MARKS):
            how = match["how"] or match["did"]
            done.append({"problem": part[: match.start()].strip(_MARKS), "how": how.strip(_MARKS)})
        elif part:
            left.append(part)
    return done, "；".join(left)


def with_handled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with what of the problem was put right, under `handled`, and the rest as `open_problem`."""
    found = {key: value for key, value in facts.items() if key not in ("handled", "open_problem")}
    done, left = handled(str(found.get("problem", "")))
    return {**found, "handled": done, "open_problem": left} if done else found


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def _apart(text: str) -> list[str]:
    return [one for one in _APART.split(text.strip(_MARKS)) if re.fullmatch(_NAME, one)]
