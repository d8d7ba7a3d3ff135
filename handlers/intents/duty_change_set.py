"""Give one unit other times or another cadence of a duty 「例外」: 张良镇敬老院 夜巡改为 22:00和03:00 从12月1日起."""

from dataclasses import asdict
from datetime import date, datetime, time

from config.duty_change import rule_on
from config.duty_period import Cadence
from config.duty_table import DutyRule
from handlers import duty_change
from handlers.duty_asking import whose
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.rules.access import Standing, standing
from handlers.rules.duty_change import ChangeRefused, Wanted, check_cadence, first_day, first_whole, moved_times
from handlers.texts import duty_change as texts
from handlers.understand.days import find_times, pick
from handlers.understand.duty_change import read_change
from storage import duty_changes
from storage.duty_changes import DutyException
from storage.units import Unit


def _read(heard: Heard) -> Wish | None:
    said = read_change(heard.text) if heard.form is None else None
    return asdict(said) | {"times": [list(one) for one in said.times]} if said is not None else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = whose(str(wish["unit"]), asking)
    assert unit.id is not None
    if standing(asking.person, asking.tree, unit.id) is not Standing.SUPERIOR:
        raise Sorry(texts.only_superiors())
    rule = asking.desk.tables.duties.by_code[wish["code"]]
    wanted = Wanted(
        part=wish["part"],
        times=[(time.fromisoformat(at), is_after_midnight) for at, is_after_midnight in wish["times"]],
        weekday=wish["weekday"],
        cadence=Cadence(wish["cadence"]) if wish["cadence"] else None,
    )
    try:
        row = _row(rule, unit, wanted, wish, asking)
    except ChangeRefused as refused:
        raise Sorry(texts.refused(refused.why, refused.rounds)) from refused
    if not row.reason:
        return Question(texts.ask_reason(unit.name, rule.name), dict(wish))
    kept = duty_changes.add(asking.session, row)
    return texts.said(duty_change.told(asking.session, kept, unit.name, asking.desk.tables))


def _row(rule: DutyRule, unit: Unit, wanted: Wanted, wish: Wish, asking: Asking) -> DutyException:
    assert unit.id is not None
    assert asking.person.id is not None
    check_cadence(rule, wanted)
    moments = moved_times(rule, unit, wanted)
    begins = first_day(_day(str(wish["start"]), asking), asking.today)
    if wanted.cadence is not None:
        begins = first_whole(rule_on(rule, duty_changes.of_unit(asking.session, unit.id), begins), begins)
    return DutyException(
        origin=asking.origin,
        unit_id=unit.id,
        code=rule.code,
        valid_from=begins,
        times={key: moment.written() for key, moment in moments.items()},
        cadence=wanted.cadence.value if wanted.cadence else "",
        reason=str(wish["reason"])[:300],
        decided_by=asking.person.id,
        said_at=asking.now,
    )


def _day(words: str, asking: Asking) -> date | None:
    if not words:
        return None
    found = pick(find_times(words, asking.now, asking.desk.calendar, asking.desk.lexicon.festivals), words)
    if found is None:
        raise Sorry(texts.day_unclear(words))
    day = found.deadline
    return day.date() if isinstance(day, datetime) else day


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    reason = heard.text.strip(" 。")
    return {**known, "reason": reason} if reason else None


INTENT = Intent(
    "duty_change_set",
    "任务例外",
    (
        texts.HOW,
        "张官营镇敬老院 夜巡改为 22:00和03:00 从12月1日起",
        "马楼乡敬老院 演练改为每月一次 从1月1日起 原因 新换了人",
        "张良镇敬老院 周例会改到周三15:00 从下周一起",
    ),
    _read,
    _answer,
    _resume,
)
