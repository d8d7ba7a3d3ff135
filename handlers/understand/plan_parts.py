"""Read the five of a major hazard 「五落实」 and sums of money out of what is said; pure."""

import re
from collections.abc import Mapping

from storage.vocabulary import PlanPart

_LABELS = {
    PlanPart.RESPONSIBILITY: "责任人|责任",
    PlanPart.MEASURES: "整改措施|防范措施|治理措施|措施",
    PlanPart.FUNDS: "治理资金|整改资金|资金|经费",
    PlanPart.TIME_LIMIT: "整改时限|完成时限|时限|期限",
    PlanPart.EMERGENCY: "应急预案|预案",
}
_PART = "|".join(f"(?P<{part.name}>{words})" for part, words in _LABELS.items())
_LABELLED = re.compile(rf"(?:^|(?<=[\s，。；、\n]))(?:{_PART})\s*(?:落实|是|为)?\s*[:：]\s*")
_ENDS = " \n，。；、"
_SUM = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>万元?|千元?|百元?|元|块)")
_FACTOR = {"万": 10_000, "千": 1_000, "百": 100, "元": 1, "块": 1}
_SPENT = re.compile(r"(?:实际|已|共|总共|花了?|用了?|支出|投入)\s*(?:花费|支出|投入|用)?\s*$")
_NONE = re.compile(r"(?:不(?:需要|用|花)|无需|没有)(?:资金|钱|经费|花钱)?|零元?")


def read_parts(said: str) -> Mapping[PlanPart, str]:
    """Return what is said of each of the five under its label (责任：…措施：…), as said; {} without labels."""
    marks = list(_LABELLED.finditer(said))
    found: dict[PlanPart, str] = {}
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(said)
        part = next(part for part in PlanPart if mark[part.name])
        if value := said[mark.end() : end].strip(_ENDS):
            found[part] = value
    return found


def read_sums(said: str) -> tuple[int | None, int | None]:
    """Return what is planned and what was spent, in yuan; None for what is not said.

    A sum is planned unless the words before it say that it was spent: 计划2万，实际1.8万. 「不需要资金」 is 0.
    """
    planned = spent = None
    for found in _SUM.finditer(said):
        yuan = round(float(found["number"]) * _FACTOR[found["unit"][0]])
        if _SPENT.search(said[: found.start()].rstrip(":： ")):
            spent = yuan
        elif planned is None:
            planned = yuan
    if planned is None and spent is None and _NONE.search(said):
        planned = 0
    return planned, spent
