"""What waits for an officer's word stands in 我的待办 until anybody has decided, and for nobody else."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from storage.database import work
from storage.vocabulary import HazardState
from tests.builders import County, a_county, a_hazard, a_person
from tests.chat import Chat

REPORT, GRAVE = "隐患 二楼东头安全出口堆了轮椅", "隐患 地下室住着老人"
WISH = "延期 12 到12月1日 原因：缺配件 措施：派人看守"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def to_decide(chat: Chat, userid: str) -> Sequence[str]:
    """Return the lines under 待决定 of what this person still has to do."""
    lines = chat.say(userid, "我的待办").lines
    heading = next((n for n, line in enumerate(lines) if line.startswith("待决定")), None)
    return [] if heading is None else [line.split("｜")[0] for line in lines[heading + 1 :] if line.startswith("· ")]


@pytest.mark.parametrize("decision", ["同意延期 12", "不同意延期 12 先停用再修"])
@pytest.mark.parametrize("decider", ["ma", "ma2"])
def test_a_wish_for_more_time_is_gone_for_both_once_one_has_decided(chat: Chat, decision: str, decider: str) -> None:
    chat.say("zhang", REPORT)
    chat.say("wang", WISH)
    before = [to_decide(chat, one) for one in ("ma", "ma2", "niu", "wang")]
    chat.say(decider, decision)

    assert before == [["· 12号 二楼东头安全出口堆了轮椅"]] * 2 + [[], []]
    assert [to_decide(chat, one) for one in ("ma", "ma2")] == [[], []]


def test_a_wish_that_was_taken_back_is_gone(chat: Chat) -> None:
    chat.say("zhang", REPORT)
    chat.say("wang", WISH)
    chat.say("wang", "撤回延期 12")

    assert to_decide(chat, "ma") == []


@pytest.mark.parametrize("decision", ["定为重大 12 已核实", "定为一般 12 已核实"])
def test_a_doubt_is_gone_for_both_once_one_has_decided(chat: Chat, decision: str) -> None:
    chat.say("zhang", GRAVE)
    before = [len(to_decide(chat, one)) for one in ("ma", "ma2")]
    chat.say("ma2", decision)

    assert before == [1, 1]
    assert [to_decide(chat, one) for one in ("ma", "ma2")] == [[], []]


def test_what_is_to_be_handed_out_is_gone_once_somebody_has_it(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, state=HazardState.TO_ASSIGN)
    before = [len(to_decide(chat, one)) for one in ("ma", "ma2")]
    chat.say("ma2", "派单 12 王铁柱 周五前")

    assert before == [1, 1]
    assert [to_decide(chat, one) for one in ("ma", "ma2")] == [[], []]


def test_somebody_of_the_same_name_has_nothing_to_decide(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_person(session, county.home, userid="namesake", name="马建国")
    chat.say("zhang", REPORT)
    chat.say("wang", WISH)

    assert len(to_decide(chat, "ma")) == 1
    assert to_decide(chat, "namesake") == []
