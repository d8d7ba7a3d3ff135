"""Around the answers: strangers, emergencies before any form, questions answered, dropped and lapsed."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage.database import work
from storage.hazards import Hazard
from tests.builders import a_county
from tests.chat import Chat, words


def count(engine: Engine) -> int:
    with work(engine) as session:
        return len(session.scalars(select(Hazard)).all())


def test_a_stranger_is_told_how_to_be_added_and_nothing_is_registered(engine: Engine) -> None:
    a_county(engine)

    card = Chat(engine).say("nobody", "隐患 二楼东头安全出口堆了轮椅")

    assert card.title == "您还不在花名册里"
    assert dict(card.facts)["您的账号"] == "nobody"
    assert "孙管理" in words(card)
    assert count(engine) == 0


@pytest.mark.parametrize("sender", ["zhang", "nobody"])
def test_an_emergency_comes_before_everything(engine: Engine, sender: str) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say(sender, "厨房起火了")

    assert "119" in card.title
    assert card.is_warning
    assert count(engine) == 0
    alarmed = "admin" if sender == "nobody" else "ma"
    assert [one.is_warning for one in chat.urgent(alarmed)] == [True]


def test_an_emergency_is_heard_while_a_question_is_open(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前")

    assert "119" in chat.say("zhang", "厨房起火了，冒黑烟").title
    assert chat.say("zhang", "安全出口堆了轮椅").title == "已登记：12号隐患"


def test_those_in_charge_hear_of_an_emergency_at_once(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("zhang", "厨房起火了")

    for userid in ("li", "wang", "ma", "ma2", "section", "leader"):
        assert len(chat.urgent(userid)) == 1, userid
    assert chat.urgent("hou") == []
    assert "马建国" in words(card)
    assert dict(chat.urgent("ma")[0].facts)["原话"] == "厨房起火了"


def test_a_question_is_dropped_on_request(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前")

    assert chat.say("zhang", "取消").title == "好的，已取消"
    assert count(engine) == 0
    # The next message stands alone again.
    assert chat.say("zhang", "我的待办").title == "张小花：没有待办"


def test_a_question_lapses(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前")
    chat.forward(timedelta(minutes=30))

    card = chat.say("zhang", "我的待办")

    assert card.title == "张小花：没有待办"
    assert "已过时作废" in card.lines[-1]


def test_a_command_of_its_own_is_no_answer(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前")

    card = chat.say("zhang", "我的待办")

    assert card.title == "张小花：没有待办"
    assert "没有登记" in card.lines[-1]
    assert count(engine) == 0


def test_a_question_waits_for_the_one_who_was_asked(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前", group="g1")

    chat.say("wang", "我的待办", group="g1")

    assert chat.say("zhang", "安全出口堆了轮椅", group="g1").title == "已登记：12号隐患"


def test_help_is_made_from_what_the_intents_say(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    overview = words(chat.say("zhang", "帮助"))
    assert "【隐患】" in overview
    assert "整改完成 12" in overview
    assert "我的待办" in overview

    form = words(chat.say("zhang", "帮助 隐患"))
    assert "隐患上报\n单位：\n部位：\n问题：" in form
    assert words(chat.say("zhang", "隐患怎么报")) == form


def test_a_form_copied_from_the_help_is_read(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    card = chat.say("zhang", "帮助 隐患")
    copied = "\n".join((card.title, *card.lines))

    filled = copied.replace("问题：", "问题：安全出口堆了轮椅").replace("部位：", "部位：二楼东头")

    assert chat.say("zhang", filled).title == "已登记：12号隐患"


def test_courtesy_leaves_the_question_open(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前")

    assert chat.say("zhang", "好的").title == "好的，还等您回答刚才的问题"
    assert chat.say("zhang", "安全出口堆了轮椅").title == "已登记：12号隐患"


def test_who_urges_and_names_a_new_fault_reports_it(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("li", "三楼灭火器过期了，厨房燃气软管也老化，都得赶紧弄")

    assert card.title == "已登记2处隐患：12号、13号"


def test_who_only_demands_work_reports_nothing(engine: Engine) -> None:
    a_county(engine)
    Chat(engine).say("li", "没搞演练的这周必须搞完")
    assert count(engine) == 0


def test_a_tip_is_neither_registered_nor_repeated(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("zhang", "匿名举报 厨房燃气软管老化没人管，别说是我")

    assert "燃气" not in words(card)
    assert count(engine) == 0


def test_who_types_nothing_known_is_shown_what_this_person_needs_most(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)

    card = Chat(sqlite_engine).say("zhang", "asdf ???")

    assert "标杆" not in words(card)
    assert any("隐患" in line for line in card.lines[1:])


def test_what_is_not_understood_is_answered_with_examples(engine: Engine) -> None:
    a_county(engine)

    card = Chat(engine).say("zhang", "今天天气不错")

    assert card.title == "没听懂这句话"
    assert 2 <= len(card.lines) <= 6


def test_free_text_that_tells_of_a_hazard_is_registered(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    assert chat.say("zhang", "二楼东头安全出口堆了轮椅").title == "已登记：12号隐患"


def test_cards_fit_a_message(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    long_report = "隐患 " + "；".join(f"{n}楼东头安全出口堆了轮椅和很多很多没有人要的旧床板" for n in range(1, 30))

    for text in (long_report, "隐患 二楼" + "东头安全出口堆了轮椅" * 80, "我的待办", "帮助", "帮助 隐患", "13号"):
        assert len(words(chat.say("zhang", text)).encode()) <= 2048, text[:20]
