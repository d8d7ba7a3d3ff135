"""Send an official document 「文书」: 整改通知书 12, 验收意见书 12, 检查记录 JC20261127-001."""

from collections.abc import Sequence

from handlers import enclosures, inspection_paper
from handlers import hazard_finding as finding
from handlers import official_papers as papers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.papers.official import Official
from handlers.texts import papers as texts
from handlers.understand.hazard_command import answered_numbers, quoted_numbers
from handlers.understand.paper_words import read_wanted
from storage.hazards import Hazard
from storage.messages import Card

_AT_MOST = 6
"""How many documents are made for one message."""


def _read(heard: Heard) -> Wish | None:
    wanted = read_wanted(heard.text)
    if wanted is None:
        return None
    return {"kind": wanted.kind.value, "numbers": list(wanted.numbers or quoted_numbers(heard.quote))}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    numbers = answered_numbers(heard.text)
    return {**known, "numbers": list(numbers)} if numbers else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    kind, numbers = Official(wish["kind"]), list(dict.fromkeys(wish["numbers"]))
    if not numbers:
        return Question(texts.which_one(kind.value), wish)
    if kind is Official.INSPECTION:
        unit, content = inspection_paper.about(numbers[0], asking)
        return _send(content, texts.file_name(kind.value, unit, numbers), asking)
    chosen = [finding.find(asking, number) for number in numbers]
    if kind is Official.NOTICE:
        if len({one.unit_id for one in chosen}) > 1:
            raise Sorry(texts.several_units(numbers))
        return _send(papers.about(kind, chosen, asking), _name(kind, chosen, asking), asking)
    return _send_each(kind, chosen, asking)


def _send_each(kind: Official, chosen: Sequence[Hazard], asking: Asking) -> Card:
    if len(chosen) > _AT_MOST:
        raise Sorry(texts.too_many(kind.value, _AT_MOST))
    made = [(_name(kind, [one], asking), papers.about(kind, [one], asking)) for one in chosen]
    for nth, (name, content) in enumerate(made, start=1):
        enclosures.send_paper(asking, content, name, nth=nth)
    return texts.drafts_following([name for name, _ in made])


def _send(content: bytes, name: str, asking: Asking) -> Card:
    enclosures.send_paper(asking, content, name)
    return texts.drafts_following([name])


def _name(kind: Official, chosen: Sequence[Hazard], asking: Asking) -> str:
    unit = asking.tree.by_id[chosen[0].unit_id].name
    return texts.file_name(kind.value, unit, [f"{one.number}号" for one in chosen])


INTENT = Intent(
    "paper_ask",
    "文书",
    (
        "整改通知书 12",
        "12号整改通知书",
        "开整改通知书 12",
        "验收意见书 12",
        "延期审批意见 12",
        "挂牌督办通知书 12",
        "检查记录 JC20261127-001",
    ),
    _read,
    _answer,
    _resume,
)
