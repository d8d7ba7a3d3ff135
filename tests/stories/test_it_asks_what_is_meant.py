"""What is not heard surely is asked, and what was heard can be asked about."""

from datetime import datetime

from sqlalchemy import Engine, select

from config.clock import TZ
from handlers.understand.read import read
from storage.corrections import Correction
from storage.database import work
from storage.hazards import Hazard
from storage.inbox import InboxMessage
from tests.builders import a_county, a_desk, a_hazard
from tests.chat import Chat, words

UNSURE = "储藏室里有一个煤气罐"
NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)


def count(engine: Engine) -> int:
    with work(engine) as session:
        return len(session.scalars(select(Hazard)).all())


def test_the_unsure_message_of_these_stories_is_unsure() -> None:
    desk = a_desk()

    assert not read(UNSURE, NOW, desk.lexicon, desk.calendar).intent.is_sure


def test_a_message_that_may_be_a_report_is_asked_about_and_not_registered(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    asked = chat.say("zhang", UNSURE)

    assert asked.title == "没听准，您是要办哪一件？"
    assert len(asked.buttons) <= 4
    assert count(engine) == 0
    assert chat.press("zhang", asked, "上报隐患").title.startswith("已登记")
    assert count(engine) == 1
    with work(engine) as session:
        (kept,) = session.scalars(select(Correction))
        assert (kept.heard, kept.meant, kept.said) == ("report_hazard", "report_hazard", UNSURE)


def test_who_wanted_none_of_it_says_so(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", UNSURE)

    assert chat.say("zhang", "取消").title == "好的，已取消"
    assert count(sqlite_engine) == 0


def test_only_the_asked_person_answers_in_a_group(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", UNSURE, group="g1")

    chat.say("li", "1", group="g1")

    assert count(sqlite_engine) == 0
    assert chat.say("zhang", "1", group="g1").title.startswith("已登记")


def test_how_the_last_words_were_understood_is_told(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "二楼东头灭火气过期了")

    card = chat.say("zhang", "怎么理解的")

    assert dict(card.facts)["要办的"] == "上报隐患"
    assert "改了错字：灭火气→灭火器" in card.lines
    assert "消防设施设备" in words(card)


def test_a_bare_why_explains_the_last_words_where_no_figure_was_asked_for(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "二楼东头灭火气过期了")

    assert "改了错字：灭火气→灭火器" in chat.say("zhang", "为啥").lines


def test_asking_why_leaves_the_open_question_open(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", UNSURE)

    card = chat.say("zhang", "怎么理解的")

    assert dict(card.facts)["原话"] == UNSURE
    assert card.lines[-1].startswith("（刚才的问题还等您回答")
    assert chat.say("zhang", "1").title.startswith("已登记")
    assert count(engine) == 1


def test_a_hazard_says_why_it_is_of_its_category_to_who_may_see_it(engine: Engine) -> None:
    county = a_county(engine)
    with work(engine) as session:
        a_hazard(session, county.home)
    chat = Chat(engine)

    assert chat.say("zhang", "12号为什么是安全出口").title.startswith("12号隐患为什么是")
    assert "为什么" not in chat.say("hou", "12号为什么是安全出口").title


def test_nothing_said_before_is_nothing_to_explain(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)

    assert Chat(sqlite_engine).say("zhang", "怎么理解的").title == "前面没有可以解释的话"


def test_a_tip_is_not_explained(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", "匿名举报，厨房后门天天锁着，别说是我")

    assert "后门" not in words(chat.say("zhang", "怎么理解的"))


def test_a_message_of_twenty_thousand_characters_is_refused_in_words(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)

    card = chat.say("zhang", "二楼灭火器过期。" * 2500)

    assert card.title == "这条太长（20000字），没有读，也没有登记"
    assert "1200" in words(card)
    assert count(sqlite_engine) == 0


def test_a_long_message_of_a_fire_is_answered_like_any_of_a_fire(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)

    card = Chat(sqlite_engine).say("zhang", "厨房起火了。" + "快来人。" * 500)

    assert "119" in card.title


def test_of_a_tip_that_is_too_long_nothing_is_kept(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)

    card = chat.say("zhang", "厨房后门天天锁着。" * 200 + "匿名举报，别说是我")

    assert "太长" in card.title
    with work(sqlite_engine) as session:
        (kept,) = session.scalars(select(InboxMessage))
        assert (kept.sender, kept.body) == ("", "")


def test_what_the_chosen_intent_asks_is_its_own_question(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("ma", UNSURE)

    assert "单位" in words(chat.say("ma", "1"))
    assert chat.say("ma", "张良镇敬老院").title.startswith("已登记")
