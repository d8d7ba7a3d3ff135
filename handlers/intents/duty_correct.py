"""Put right what was told of a duty: 更正例会 实到9人, 更正 昨晚夜巡 异常 二楼应急灯不亮."""

from handlers import decisions
from handlers import duty_correcting as correcting
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import duty_correction as texts
from handlers.understand.duty_correction import read_correction
from handlers.unit_asking import named_unit, with_unit


def _read(heard: Heard) -> Wish | None:
    found = read_correction(heard.text)
    return None if found is None else {"unit": found.unit, "code": found.code, "when": found.when, "said": found.said}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    match known["asks"]:
        case decisions.OWNERS:
            return decisions.owners_in(known, heard.text, asking)
        case "unit":
            return with_unit(known, heard, asking)
        case _:
            return {**known, "said": heard.text.strip(), "is_asked": True}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish.get("asks") == decisions.OWNERS:
        return decisions.set_owners(wish, asking)
    unit = named_unit(wish, asking)
    if isinstance(unit, Question):
        return unit
    record = correcting.record_meant(unit, wish["code"], wish["when"], asking)
    correcting.check_may_correct(record, asking)
    said = str(wish["said"])
    told = correcting.told_in(record, said, asking) if said else {}
    if not told:
        title = correcting.title(record, asking)
        card = texts.what(title, unit.name, record.code, record.facts, is_unread=bool(said))
        return Question(card, {**wish, "asks": "what", "said": "", "unit_id": unit.id})
    return correcting.correct(record, told, asking)


INTENT = Intent(
    "duty_correct",
    "更正登记",
    ("更正例会 实到9人", "更正 昨晚夜巡 异常 二楼应急灯不亮", "更正张良镇敬老院演练 老人22人"),
    _read,
    _answer,
    _resume,
)
