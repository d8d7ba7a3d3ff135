"""Within a visit: answer items, hand over, say whom it was explained to, see where it stands, end it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from handlers import inspection_items as items
from handlers import inspection_signing as signing
from handlers import inspection_start as start
from handlers import inspection_visit as visits
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.texts import inspection as texts
from handlers.texts.days import day
from handlers.texts.inspection import Line
from handlers.understand.inspection_start import read_team
from handlers.understand.inspection_words import Answer, Said, read_said
from storage import inspections
from storage.inspections import Inspection
from storage.messages import Card
from storage.vocabulary import CheckResult, InspectionKind, InspectionState, InspectionStep, Level

_LONGEST_NAME = 80
_RESULT_BY_CODE = {result.value: result for result in CheckResult}


def _read(heard: Heard) -> Wish | None:
    said = read_said(heard.text)
    return None if said is None else _as_wish(said)


def _as_wish(said: Said) -> dict[str, Any]:
    wish = asdict(said)
    wish["answers"] = [[list(one.numbers), one.result.value, one.note] for one in said.answers]
    return {**wish, "numbers": list(said.numbers)}


def _answers(wish: Wish) -> list[Answer]:
    return [Answer(tuple(numbers), _RESULT_BY_CODE[result], note) for numbers, result, note in wish["answers"]]


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    text = heard.text.strip("。！ ")
    if heard.guess not in ("", "report_hazard", "chitchat") or not text:
        return None
    if known["act"] != "answer":
        return {**known, "text": text}
    asked = known["asks"]
    answers = [[numbers, result, text if numbers == asked else note] for numbers, result, note in known["answers"]]
    return {**{key: value for key, value in known.items() if key != "asks"}, "answers": answers}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish["act"] == "cancel":
        return _cancel(wish, asking)
    visit = visits.must_be_on(asking)
    return _ACTS[wish["act"]](visit, wish, asking)


def _told(visit: Inspection, wish: Wish, asking: Asking) -> Reply:
    told = items.settle(visit, _answers(wish), asking)
    lines = {one.ordinal: one for one in visits.lines_of(visit, asking)}
    for ordinal, one in told:
        if one.result is CheckResult.PROBLEM and not one.note:
            # Split off, so that the answer goes to this one alone.
            split = [[[number], answer.result.value, answer.note] for number, answer in told]
            known = {**wish, "answers": split, "asks": [ordinal]}
            return Question(texts.which_problem(ordinal, lines[ordinal].text), known)
    items.write(visit, told, asking)
    remarks = [] if told else [texts.about_all_answered()]
    if visit.kind is InspectionKind.SELF_MAJOR and (left := visits.problems_left(visit, asking)):
        # What the head finds on the list of major criteria is a hazard at once, suggested as major with its clause.
        items.hand_over(visit, left, "", None, asking)
    return texts.answered(visits.view(visit, asking), [ordinal for ordinal, _ in told], remarks)


def _hand_over(visit: Inspection, wish: Wish, asking: Asking) -> Reply:
    open_ = visits.problems_left(visit, asking)
    chosen = _chosen(open_, wish["numbers"])
    owner = str(wish["named"].get("owner", ""))
    due_on = items.deadline(wish["text"], asking)
    done = items.hand_over(visit, chosen, owner, due_on, asking)
    first = done[0].hazard
    return texts.handed_over(
        visits.view(visit, asking),
        [one.hazard.number for one in done],
        first.owner_name,
        day(first.due_on),
        list(dict.fromkeys(remark for one in done for remark in one.remarks)),
    )


def _chosen(open_: Sequence[Line], numbers: Sequence[int]) -> list[Line]:
    if not open_:
        raise Sorry(texts.nothing_to_hand_over())
    by_ordinal: Mapping[int, Line] = {one.ordinal: one for one in open_}
    for number in numbers:
        if number not in by_ordinal:
            raise Sorry(texts.not_a_problem(number))
    return [by_ordinal[number] for number in numbers] if numbers else list(open_)


def _explain(visit: Inspection, wish: Wish, asking: Asking) -> Reply:
    whom = str(wish["text"])[:_LONGEST_NAME]
    if not whom:
        return Question(texts.explained_to_whom(), wish)
    inspections.amend(asking.session, visit, explained_to=whom, explained_at=asking.now)
    visits.note(visit, InspectionStep.EXPLAIN, whom, asking)
    return texts.explained(visits.view(visit, asking))


def _team(visit: Inspection, wish: Wish, asking: Asking) -> Reply:
    told = read_team(wish["text"])
    members = told.members or (() if told.leader or told.expert else (told.unit,))
    start.complete(visit, told.leader, members, told.expert, asking)
    return texts.team_told(visits.view(visit, asking))


def _campaign(visit: Inspection, wish: Wish, asking: Asking) -> Card:
    start.count_under(visit, str(wish["text"]), asking)
    return texts.counted_under(visits.view(visit, asking))


def _progress(visit: Inspection, wish: Wish, asking: Asking) -> Card:
    return texts.progress(visits.view(visit, asking), visits.lacks_of(visit, asking))


def _list(visit: Inspection, wish: Wish, asking: Asking) -> Card:
    return texts.listed(visits.view(visit, asking))


def _end(visit: Inspection, wish: Wish, asking: Asking) -> Card:
    return signing.end(visit, asking)


_ACTS = {
    "answer": _told,
    "hand_over": _hand_over,
    "explain": _explain,
    "team": _team,
    "campaign": _campaign,
    "progress": _progress,
    "list": _list,
    "end": _end,
}


def _cancel(wish: Wish, asking: Asking) -> Reply:
    """Give up the visit that is named, else the one that the person is on, else the one that waits for signatures."""
    if not asking.incoming.is_private:
        raise Sorry(texts.only_private())
    assert asking.person.id is not None
    open_ = inspections.of_team(asking.session, asking.person.id, *inspections.OPEN_STATES)
    code = wish["named"].get("code", "")
    named = [one for one in open_ if not code or one.code == code]
    on_site = [one for one in named if one.state is InspectionState.ON_SITE]
    if not named:
        raise Sorry(visits.no_visit(asking))
    visit = (on_site or named)[-1]
    unit = visits.unit_name(visit, asking)
    if not wish["text"]:
        return Question(texts.why_cancel(unit), {**wish, "named": {"code": visit.code}})
    return signing.cancel(visit, str(wish["text"]), asking)


INTENT = Intent(
    "inspection_visit",
    "检查中逐项回答、交办",
    (
        "3 有问题 二楼灭火器过期；5 不涉及；其余正常",
        "1-6 正常",
        "交办 3 责任人王铁柱 期限周五",
        "现场讲 王铁柱",
        "检查人员 专家李工",
        "检查计入 六查一打",
        "检查表",
        "检查进度",
        "检查结束",
        "取消检查 走错了地方",
    ),
    _read,
    _answer,
    _resume,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
