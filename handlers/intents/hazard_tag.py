"""What a hazard counts under, shown and changed (T5-6…T5-8): 12号标签, 改标签 12 三清①, 加标签 12 两管①."""

from handlers import hazard_finding as finding
from handlers import hazard_tagging as tagging
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.rules.access import Standing, standing
from handlers.texts import hazard_tags as texts
from handlers.understand.hazard_tags import read_change, read_show, tag_of

_NONE = frozenset({"无", "没有", "都不算"})


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    if (number := read_show(heard.text)) is not None:
        return {"number": number}
    change = read_change(heard.text)
    return None if change is None else {"number": change.number, "verb": change.verb, "said": list(change.said)}


def _answer(wish: Wish, asking: Asking) -> Reply:
    hazard = finding.find(asking, wish["number"])
    if "verb" not in wish:
        may = standing(asking.person, asking.tree, hazard.unit_id) is Standing.SUPERIOR
        return texts.shown(hazard.number, tagging.of(hazard, asking.session), may_change=may)
    said = [one for one in wish["said"] if one not in _NONE]
    found = {one: tag_of(one) for one in said}
    if unknown := [one for one, tag in found.items() if tag is None]:
        raise Sorry(texts.unknown(unknown[0]))
    return tagging.change(hazard, wish["verb"], [tag for tag in found.values() if tag is not None], asking)


INTENT = Intent(
    "hazard_tag",
    "隐患标签",
    ("12号标签", "改标签 12 三清①、用电安全", "加标签 12 两管①"),
    _read,
    _answer,
)
