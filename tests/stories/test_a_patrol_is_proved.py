"""A patrol is proved by the points that were scanned and the places that were sent on the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from config.clock import TZ
from scheduler.jobs import duty_close, duty_plan
from storage import evidence, points
from storage.database import work
from storage.duties import DutyRecord
from storage.evidence import Evidence
from storage.units import Unit
from storage.vocabulary import EvidenceKind, Phase
from tests.builders import County, a_county, a_desk
from tests.chat import Chat, words

GATE, KITCHEN, EAST = "A3K7M9QT", "C4D6E7F9", "G3H4J6K7"
ELSEWHERE = "M3N4P6Q7"


class Rounds:
    """The county in chat, with three points in the home of 张良镇 and one in another home."""

    def __init__(self, engine: Engine, start: str = "2026-11-23T09:00") -> None:
        self.engine = engine
        self.county: County = a_county(engine)
        self.chat = Chat(engine)
        with work(engine) as session:
            points.add(session, _id(self.county.home), [("大门", GATE), ("厨房", KITCHEN), ("二楼东头", EAST)])
            points.add(session, _id(self.county.other_home), [("大门", ELSEWHERE)])
        self.move(start)

    def move(self, to: str) -> None:
        """Push the clock to the local time and let the wake-ups run."""
        self.chat.now = datetime.fromisoformat(to).replace(tzinfo=TZ)
        for job in (duty_plan, duty_close):
            job.run(self.engine, self.chat.now, a_desk().tables)

    def proofs(self) -> list[Sequence[str]]:
        """Return what proves each patrol on record, oldest first: codes of points, labels of places."""
        with work(self.engine) as session:
            records = session.scalars(select(DutyRecord).order_by(col(DutyRecord.id))).all()
            return [_proofs(session, one) for one in records]

    def pieces(self) -> Sequence[Evidence]:
        """Return all evidence, oldest first."""
        with work(self.engine) as session:
            return session.scalars(select(Evidence).order_by(col(Evidence.id))).all()


def _proofs(session: Session, record: DutyRecord) -> list[str]:
    rows = evidence.about(session, f"record:{record.id}")
    assert all(use.phase is Phase.PROOF and use.person_id == record.person_id for use, _ in rows)
    return [str(piece.details.get("code") or piece.details.get("label")) for _, piece in rows]


def _id(unit: Unit) -> int:
    assert unit.id is not None
    return unit.id


@pytest.fixture
def rounds(sqlite_engine: Engine) -> Rounds:
    return Rounds(sqlite_engine)


@pytest.fixture
def rounds_on_both(engine: Engine) -> Rounds:
    return Rounds(engine)


def test_three_points_and_a_place_prove_the_patrol(rounds_on_both: Rounds) -> None:
    chat = rounds_on_both.chat
    first = chat.scan("zhang", f"巡查点 {GATE}")
    assert first.title == "已到巡查点：大门（1/3）"
    assert "还没到：厨房、二楼东头" in first.lines
    assert first.buttons == ()
    chat.forward(timedelta(minutes=5))
    chat.say("zhang", f"巡查点 {KITCHEN}")
    chat.location("zhang", "张良镇人民路8号")
    last = chat.scan("zhang", f"巡查点 {EAST}")
    assert last.title == "已到巡查点：二楼东头（3/3）"
    assert "巡查点都到了。" in last.lines
    assert [one.text for one in last.buttons] == ["日巡查正常", "日巡查异常"]

    card = chat.press("zhang", last, "日巡查正常")

    assert card.title == "日巡查已登记"
    assert ("佐证", "巡查点3处、定位1处") in card.facts
    assert "没有扫到" not in words(card)
    assert rounds_on_both.proofs() == [[GATE, KITCHEN, "张良镇人民路8号", EAST]]
    assert [one.kind for one in rounds_on_both.pieces()].count(EvidenceKind.POINT) == 3


def test_the_buttons_of_the_last_point_close_once_the_patrol_is_confirmed(rounds: Rounds) -> None:
    for code in (GATE, KITCHEN, EAST):
        rounds.chat.scan("zhang", f"巡查点 {code}")
    rounds.chat.say("zhang", "巡查 正常")

    assert rounds.chat.closings("zhang") == [("已到巡查点：二楼东头（3/3）", "已由张小花登记")]


def test_points_that_nobody_scanned_are_named_but_refuse_nothing(rounds: Rounds) -> None:
    rounds.chat.scan("zhang", f"巡查点 {GATE}")

    card = rounds.chat.say("zhang", "巡查 正常")

    assert ("状态", "按时完成") in card.facts
    assert ("佐证", "巡查点1处") in card.facts
    assert card.lines[0] == "没有扫到的巡查点：厨房、二楼东头。2小时内补扫仍算这次巡查。"


def test_without_points_and_places_the_card_says_nothing_of_them(rounds: Rounds) -> None:
    card = rounds.chat.say("fu", "巡查 正常")

    assert "佐证" not in words(card)
    assert "巡查点" not in words(card)


def test_a_point_scanned_after_the_confirmation_joins_it(rounds: Rounds) -> None:
    rounds.chat.scan("zhang", f"巡查点 {GATE}")
    rounds.chat.say("zhang", "巡查 正常")
    rounds.chat.forward(timedelta(minutes=20))

    card = rounds.chat.scan("zhang", f"巡查点 {KITCHEN}")

    assert card.title == "已到巡查点：厨房（2/3）"
    assert "已并入刚才登记的巡查（11月23日日间）。" in card.lines
    assert rounds.proofs() == [[GATE, KITCHEN]]


def test_a_point_that_the_confirmed_patrol_has_begins_another_round(rounds: Rounds) -> None:
    rounds.move("2026-11-23T23:20")
    for code in (GATE, KITCHEN, EAST):
        rounds.chat.scan("zhang", f"巡查点 {code}")
    rounds.chat.say("zhang", "夜巡正常")
    rounds.move("2026-11-24T00:50")

    first = rounds.chat.scan("zhang", f"巡查点 {GATE}")
    second = rounds.chat.scan("zhang", f"巡查点 {EAST}")
    rounds.chat.say("zhang", "夜巡正常")

    assert first.title == "已到巡查点：大门（1/3）"
    assert second.title == "已到巡查点：二楼东头（2/3）"
    assert rounds.proofs() == [[GATE, KITCHEN, EAST], [GATE, EAST]]


def test_the_same_point_within_a_minute_is_one_scan(rounds: Rounds) -> None:
    rounds.chat.scan("zhang", f"巡查点 {GATE}")
    rounds.chat.forward(timedelta(seconds=59))
    again = rounds.chat.scan("zhang", f"巡查点 {GATE}")
    assert "11月23日 09:00已经记下，没有重复登记。" in again.lines
    assert len(rounds.pieces()) == 1

    rounds.chat.forward(timedelta(seconds=1))
    card = rounds.chat.scan("zhang", f"巡查点 {GATE}")

    assert card.title == "已到巡查点：大门（1/3）"
    assert len(rounds.pieces()) == 2
    assert ("佐证", "巡查点1处") in rounds.chat.say("zhang", "巡查 正常").facts


def test_the_same_message_twice_is_one_scan(rounds: Rounds) -> None:
    rounds.chat.say("zhang", f"巡查点 {GATE}", message_id="twice")
    rounds.chat.say("zhang", f"巡查点 {GATE}", message_id="twice")

    assert len(rounds.pieces()) == 1


@pytest.mark.parametrize(
    "said",
    [
        f"巡查点 {GATE.lower()}",
        f"巡查点{GATE}",
        f"巡查点：{GATE}",
        "　巡查点　Ａ３Ｋ７　Ｍ９ＱＴ。",
        "巡查点 A3K7-M9QT",
        f"@民安 巡查点 {GATE}",
    ],
)
def test_a_code_is_read_however_it_is_typed(rounds: Rounds, said: str) -> None:
    assert rounds.chat.say("zhang", said).title == "已到巡查点：大门（1/3）"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("巡查点 A3K7M9QX", "没有登记：没有这个巡查点"),
        ("巡查点 " + "A" * 900, "没有登记：没有这个巡查点"),
        (f"巡查点 {ELSEWHERE}", "没有登记：这不是本单位的巡查点"),
        ("巡查点", "没有登记：缺少编号"),
    ],
)
def test_what_is_no_point_of_theirs_is_refused_in_plain_words(rounds: Rounds, said: str, title: str) -> None:
    card = rounds.chat.say("zhang", said)

    assert card.title == title
    assert "马楼" not in words(card)
    assert len(words(card)) < 120
    assert rounds.pieces() == []


def test_a_retired_point_proves_nothing(rounds_on_both: Rounds) -> None:
    with work(rounds_on_both.engine) as session:
        points.retire(session, _id(rounds_on_both.county.home), ["大门"])

    card = rounds_on_both.chat.scan("zhang", f"巡查点 {GATE}")

    assert card.title == "没有登记：这个巡查点已停用"
    assert ("巡查点", "大门") in card.facts
    assert rounds_on_both.pieces() == []
    assert rounds_on_both.chat.scan("zhang", f"巡查点 {KITCHEN}").title == "已到巡查点：厨房（1/2）"


def test_a_fault_at_a_point_is_still_a_hazard(rounds: Rounds) -> None:
    assert "隐患" in words(rounds.chat.say("zhang", "巡查点大门的灯不亮了"))


def test_a_superior_at_a_point_is_no_patrol_of_the_home(rounds: Rounds) -> None:
    card = rounds.chat.scan("ma", f"巡查点 {GATE}")
    confirmed = rounds.chat.say("zhang", "巡查 正常")

    assert "上级检查到点，已记录；不计入该单位自己的巡查。" in card.lines
    assert ("单位", "张良镇敬老院") in card.facts
    assert len(rounds.pieces()) == 1
    assert "佐证" not in words(confirmed)


def test_a_place_asks_for_the_confirmation(rounds_on_both: Rounds) -> None:
    card = rounds_on_both.chat.location("zhang", "张良镇人民路8号")

    assert card.title == "定位收到，算作巡查佐证"
    assert ("位置", "张良镇人民路8号") in card.facts
    assert "巡查 正常" in words(card)
    assert "巡查 有异常" in words(card)
    answer = rounds_on_both.chat.press("zhang", card, "日巡查正常")
    assert ("佐证", "定位1处") in answer.facts


def test_the_words_that_a_place_asks_for_are_understood(rounds: Rounds) -> None:
    rounds.chat.location("zhang", "张良镇人民路8号")

    assert "具体是什么问题" in words(rounds.chat.say("zhang", "巡查 有异常"))
    card = rounds.chat.say("zhang", "二楼消火栓没水")

    assert ("佐证", "定位1处") in card.facts
    assert rounds.proofs() == [["张良镇人民路8号"]]


def test_a_place_after_the_confirmation_joins_it_at_once(rounds: Rounds) -> None:
    rounds.chat.say("zhang", "巡查 正常")
    rounds.chat.forward(timedelta(hours=1, minutes=59))

    card = rounds.chat.location("zhang", "张良镇人民路8号")

    assert "已并入刚才登记的巡查（11月23日日间）。" in card.lines
    assert card.buttons == ()
    assert rounds.proofs() == [["张良镇人民路8号"]]


def test_a_place_long_before_or_after_belongs_to_no_patrol(rounds: Rounds) -> None:
    rounds.chat.location("zhang", "早先的位置")
    rounds.chat.forward(timedelta(hours=2, minutes=1))
    rounds.chat.say("zhang", "巡查 正常")
    rounds.chat.forward(timedelta(hours=2, minutes=1))
    rounds.chat.location("zhang", "后来的位置")

    assert rounds.proofs() == [[]]


def test_what_a_colleague_sent_proves_not_my_patrol(rounds: Rounds) -> None:
    rounds.chat.location("wang", "王铁柱的位置")
    rounds.chat.say("zhang", "巡查 正常")

    assert rounds.proofs() == [[]]


def test_what_was_sent_in_private_proves_what_is_confirmed_in_the_group(rounds: Rounds) -> None:
    rounds.chat.location("zhang", "张良镇人民路8号")
    rounds.chat.scan("zhang", f"巡查点 {GATE}")
    rounds.chat.say("zhang", "巡查 正常", group="g1")

    assert rounds.proofs() == [["张良镇人民路8号", GATE]]


def test_a_userid_in_other_letters_is_the_same_person(rounds: Rounds) -> None:
    with work(rounds.engine) as session:
        person = session.merge(rounds.county.person_by_userid["zhang"])
        person.userid, person.userid_key = "ZhangXH", "zhangxh"
    rounds.chat.location("ZhangXH", "张良镇人民路8号")
    rounds.chat.say("zhangxh", "巡查 正常")

    assert rounds.proofs() == [["张良镇人民路8号"]]


def test_a_press_that_came_too_late_takes_nothing_away(rounds: Rounds) -> None:
    card = rounds.chat.location("zhang", "张良镇人民路8号")
    rounds.chat.say("wang", "巡查 正常")

    late = rounds.chat.press("zhang", card, "日巡查正常")
    rounds.chat.say("zhang", "巡查 正常")

    assert "已由王铁柱登记" in late.title
    assert rounds.proofs() == [[], ["张良镇人民路8号"]]


def test_a_round_that_is_told_the_next_morning_is_proved_by_what_was_scanned_at_night(rounds: Rounds) -> None:
    rounds.move("2026-11-23T21:40")
    rounds.chat.scan("zhang", f"巡查点 {GATE}")
    rounds.move("2026-11-24T08:30")
    rounds.chat.location("zhang", "早上的位置")

    card = rounds.chat.say("zhang", "补报 昨晚第一次夜巡 正常")

    assert ("佐证", "巡查点1处") in card.facts
    assert card.lines[0] == "没有扫到的巡查点：厨房、二楼东头。"
    assert rounds.proofs() == [[GATE]]


def test_an_officers_place_is_kept_but_asks_for_no_patrol(rounds: Rounds) -> None:
    card = rounds.chat.location("ma", "镇政府")

    assert card.title == "定位已记录"
    assert card.buttons == ()
    assert len(rounds.pieces()) == 1


def test_a_long_and_hostile_address_is_cut_and_harmless(rounds: Rounds) -> None:
    label = "县医院\n状态：已完成\u202e\x07" + "很长的地址" * 2000

    card = rounds.chat.location("zhang", label)

    shown = dict(card.facts)["位置"]
    assert len(shown) == 40
    assert shown.isprintable()
    assert shown.startswith("县医院 状态：已完成")


def test_a_place_without_an_address_is_a_place(rounds: Rounds) -> None:
    card = rounds.chat.location("zhang")

    assert "位置" not in dict(card.facts)
    rounds.chat.say("zhang", "巡查 正常")
    assert len(rounds.proofs()[0]) == 1
