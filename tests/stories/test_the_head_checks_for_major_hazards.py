"""Each quarter the head walks through the criteria for major hazards in person, with an explicit word for each."""

import pytest
from sqlalchemy import Engine, select

from storage.database import work
from storage.hazards import Hazard
from storage.inspections import Inspection, InspectionItem
from storage.vocabulary import Category, Grade, HazardSource, InspectionKind, InspectionState
from tests.builders import County, a_county
from tests.chat import Chat


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def check(chat: Chat) -> Inspection:
    with work(chat.engine) as session:
        return session.scalars(select(Inspection)).one()


def test_every_criterion_is_answered_and_nothing_found_is_said_explicitly(chat: Chat, county: County) -> None:
    begun = chat.say("li", "重大隐患排查")
    early = chat.say("li", "检查结束")
    chat.say("li", "1-3 无")
    chat.say("li", "其余无")
    done = chat.say("li", "检查结束")

    assert begun.title == "重大隐患排查：张良镇敬老院"
    assert len(begun.lines) == 9
    assert early.lines == ("没答的：1-9项（都无发「其余无」）",)
    assert done.title == "重大隐患排查完成：张良镇敬老院"
    assert done.lines == ("逐项排查，未发现重大隐患。",)
    assert dict(done.facts)["逐项"] == "已答9/9项（无9）"
    visit = check(chat)
    assert (visit.kind, visit.state) == (InspectionKind.SELF_MAJOR, InspectionState.DONE)
    assert (visit.started_by, visit.leader) == (county.person_by_userid["li"].id, "李秀英")
    with work(chat.engine) as session:
        assert len(session.scalars(select(InspectionItem)).all()) == 9


def test_what_is_found_becomes_a_hazard_suggested_as_major_with_its_clause(chat: Chat) -> None:
    chat.say("li", "重大隐患排查")
    card = chat.say("li", "5 有 后院宿舍楼鉴定为D级；其余无")
    done = chat.say("li", "检查结束")

    with work(chat.engine) as session:
        hazard = session.scalars(select(Hazard)).one()
    assert (hazard.grade, hazard.suggested_grade) == (Grade.GENERAL, Grade.MAJOR)
    assert (hazard.grade_reason, hazard.category) == ("养老标准第四条（一）", Category.BUILD)
    assert (hazard.source, hazard.inspection_id) == (HazardSource.SELF_CHECK, check(chat).id)
    assert "→ 12号隐患" in card.lines[0]
    assert done.title == "重大隐患排查完成：张良镇敬老院"
    assert [one.title for one in chat.urgent("ma")] != []


@pytest.mark.parametrize("userid", ["wang", "zhang", "ma", "leader"])
def test_nobody_but_the_head_does_it(chat: Chat, userid: str) -> None:
    assert chat.say(userid, "重大隐患排查").title == "没有开始重大隐患排查"


def test_it_is_done_in_private(chat: Chat) -> None:
    assert chat.say("li", "重大隐患排查", group="g1").title == "重大隐患排查请在单聊里做"


def test_asked_again_it_goes_on_where_it_stands(chat: Chat) -> None:
    chat.say("li", "重大隐患排查")
    chat.say("li", "1 无")

    card = chat.say("li", "重大隐患排查")

    assert card.lines[0].endswith("【无】")
    assert check(chat).state is InspectionState.ON_SITE
