"""Everything together: intents, slots, the evaluator's line, floors on rows, and any text at all."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.calendar import WorkCalendar
from config.lexicon import Lexicon, read_lexicon
from config.zone import TZ
from handlers.texts.understanding import explained
from handlers.understand.read import predict, read
from tests.chat import words
from tests.handlers.understand.conftest import LEXICON

REF = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)
ROWS = Path(__file__).parent / "data"


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for line in (ROWS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_hazards_are_told_from_other_talk(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    rows = [*_rows("eval_hazards"), *_rows("own_hazards")]
    lines = [(row, predict({"id": 0, **row}, lexicon, calendar)) for row in rows]

    assert _share([line["is_hazard"] for row, line in lines if row["is_hazard"]]) >= 0.98
    assert _share([not line["is_hazard"] for row, line in lines if not row["is_hazard"]]) >= 0.96


def test_primary_categories_and_grades_are_found(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    rows = [row for row in _rows("eval_hazards") if row["is_hazard"]]
    lines = [(row, predict(row, lexicon, calendar)) for row in rows]

    assert _share([line["categories"][:1] == row["categories"][:1] for row, line in lines]) >= 0.95
    assert _share([line["grade"] == row["grade"] for row, line in lines if row["grade"]]) >= 0.97
    assert _share([line["n_hazards"] == row["n_hazards"] for row, line in lines if row["multi"]]) >= 0.9


def test_our_own_rows_get_their_primary_category(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    rows = [row for row in _rows("own_hazards") if row["primary"]]

    hits = [predict({"id": 0, **row}, lexicon, calendar)["categories"][:1] == [row["primary"]] for row in rows]

    assert _share(hits) >= 0.96


def test_intents_are_guessed(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    rows = [*_rows("eval_intents"), *_rows("own_intents")]

    hits = [read(row["text"], REF, lexicon, calendar).intent.intent == row["intent"] for row in rows]

    assert _share(hits) >= 0.98


def test_hazard_numbers_and_times_fill_their_slots(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    rows = [row for row in _rows("eval_intents") if "hazard_id" in row["slots"]]

    hits = [predict(row, lexicon, calendar)["slots"].get("hazard_id") for row in rows]

    assert hits == [row["slots"]["hazard_id"].strip("#编号") for row in rows]


def test_the_days_of_the_rows_are_found(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    for row in _rows("eval_deadlines"):
        line, expected = predict(row, lexicon, calendar), row["expect"]

        if expected["type"] == "none":
            assert "value" not in line, row["text"]
        elif expected["type"] == "range":
            assert (line["start"], line["end"]) == (expected["start"], expected["end"]), row["text"]
        else:
            assert line["value"] in expected["accept"], row["text"]


def test_the_line_holds_all_keys(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    line = predict({"id": "X", "text": "12号隐患周五前改完", "ref": REF.isoformat()}, lexicon, calendar)

    assert line == {
        "id": "X",
        "is_hazard": False,
        "categories": [],
        "grade": None,
        "location": None,
        "n_hazards": 0,
        "intent": "assign_urge",
        "slots": {"hazard_id": "12", "deadline": "周五前"},
        "value": "2026-11-27",
        "start": "2026-11-27",
        "end": "2026-11-27",
    }


def test_an_anonymous_tip_goes_before_a_report(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    heard = read("别说是我说的，后门夜里反锁", REF, lexicon, calendar)

    assert heard.intent.intent == "anonymous_report"
    assert heard.hazards.categories == ("EXIT",)


def test_the_number_may_come_from_the_quote(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    heard = read("「12号隐患：三楼灯坏」验收通过", REF, lexicon, calendar)

    assert heard.intent.intent == "accept_pass"
    assert heard.slots["hazard_id"] == "12"


def test_reading_explains_itself(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    card = explained(read("二楼灭火气过期，周五前换", REF, lexicon, calendar))

    assert "改了错字：灭火气→灭火器" in card.lines
    assert any("归「消防设施设备」" in line for line in card.lines)
    assert "时间：“周五前”是 2026-11-27" in card.lines
    assert not re.search(r"[A-Za-z]{3,}", words(card)), "codes are not for people"


@settings(max_examples=150)
@given(
    st.one_of(
        st.text(max_size=300),
        st.text(
            alphabet="一二三十0123456789月日号周前后内点:：.-/#@「」节春国庆楼层不没无了的吗堵锁灭火器通道 \n",
            max_size=120,
        ),
    )
)
def test_any_text_can_be_read(text: str) -> None:
    line = predict({"id": 1, "text": text, "ref": REF.isoformat()}, _LEXICON, _CALENDAR)

    json.dumps(line).encode()


_LEXICON = read_lexicon(LEXICON)
_CALENDAR = WorkCalendar()


@pytest.mark.parametrize("piece", ["1、", "灭火器过期，", "二楼", "0", "6", "起", "没", "通道", "「", "@", "单位:"])
def test_a_monotonous_flood_is_read_like_any_other_text(piece: str) -> None:
    line = predict({"id": 1, "text": piece * (20_000 // len(piece)), "ref": REF.isoformat()}, _LEXICON, _CALENDAR)

    assert line["id"] == 1
