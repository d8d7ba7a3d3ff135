"""Photos that belong to nothing that was spoken of: one question, with what is open for their sender."""

import pytest
from sqlalchemy import Engine

from handlers.texts import greeting
from storage.database import work
from storage.messages import MessageKind
from tests.builders import a_hazard
from tests.chat import words
from tests.stories.photo_album import MINUTE, Home, album, loose

REPORT = "二楼东头安全出口堆了轮椅"
ASKED = "照片1张收到，是什么事的？"


@pytest.fixture
def home(sqlite_engine: Engine) -> Home:
    return Home(sqlite_engine)


@pytest.fixture
def home_on_both(engine: Engine) -> Home:
    return Home(engine)


def test_what_is_nearest_is_offered_first(home_on_both: Home) -> None:
    card = home_on_both.chat.photo("wang")

    assert card.title == ASKED
    assert card.lines == (
        "· 12号 二楼东头 安全出口堆了轮椅",
        "· 13号 二楼东头 安全出口堆了轮椅",
        "· 日巡查（11月24日日间）",
        "· 周例会（11月23日至11月29日当周）",
    )
    assert [button.says for button in card.buttons] == [
        *("12", "13", "11月24日日间巡查 正常", "2026年11月29日当周例会确认", "新隐患", "取消"),
    ]
    assert loose(home_on_both.engine) == 1


def test_a_number_is_the_answer(home_on_both: Home) -> None:
    home_on_both.chat.photo("wang")
    home_on_both.chat.photo("wang")

    card = home_on_both.chat.say("wang", "12号")

    assert card.title == "照片已附到12号隐患（整改后，共2张）"
    assert card.hints == ("整改好了发：整改完成 12",)
    assert album(home_on_both.engine) == {"12号 整改后": 2}
    # What was chosen is what is spoken of now.
    assert home_on_both.chat.photo("wang").title == "12号隐患（整改后）：共照片3张"


def test_a_press_is_the_answer_too(home: Home) -> None:
    home.chat.photo("wang")

    card = home.chat.press("wang", ASKED, "13号 二楼东头 …")
    done = home.chat.press("wang", card, "整改完成")

    assert album(home.engine) == {"13号 整改后": 1}
    assert done.title == "13号已报整改完成"
    assert (ASKED, greeting.ANSWERED) in home.chat.closings("wang")


def test_a_duty_is_confirmed_at_a_press_with_the_photo(home: Home) -> None:
    home.chat.photo("zhang")

    card = home.chat.press("zhang", ASKED, "日巡查正常")

    assert card.title == "日巡查已登记"
    assert "照片1张已附到日巡查（11月24日日间）" in words(card)
    assert album(home.engine) == {"patrol 佐证": 1}


def test_a_new_hazard_is_asked_for_and_has_the_photo(home: Home) -> None:
    home.chat.photo("zhang")

    asked = home.chat.press("zhang", ASKED, "新隐患")
    home.chat.forward(25 * MINUTE)
    home.chat.say("zhang", "三楼厕所地砖裂了一块")

    assert asked.title == "请说一下在哪里、有什么问题"
    assert album(home.engine) == {"15号 整改前": 1}


@pytest.mark.parametrize("answer", ["不登记", "取消", "照片不用登记"])
def test_photos_may_be_about_nothing(home: Home, answer: str) -> None:
    home.chat.photo("wang", 2)

    card = home.chat.say("wang", answer)

    assert card.title == "好的，照片2张没有登记"
    assert album(home.engine) == {"nothing 佐证": 2}
    # They join nothing that is said afterwards.
    home.chat.say("wang", REPORT)
    assert album(home.engine) == {"nothing 佐证": 2}


def test_the_way_out_is_a_button(home: Home) -> None:
    home.chat.photo("wang")

    assert home.chat.press("wang", ASKED, "不办了").title == "好的，照片1张没有登记"


def test_words_about_something_else_leave_the_question_open(home: Home) -> None:
    home.chat.photo("wang")

    card = home.chat.say("wang", "我的待办")
    chosen = home.chat.press("wang", ASKED, "12号 二楼东头 …")

    assert "待办" in card.title
    assert "照片1张还没附到哪一条" in card.lines[-1]
    assert chosen.title == "照片已附到12号隐患（整改后，共1张）"


def test_courtesy_leaves_the_question_open(home: Home) -> None:
    home.chat.photo("wang")

    assert home.chat.say("wang", "谢谢").title == "好的，还等您回答刚才的问题"
    assert home.chat.say("wang", "12").title == "照片已附到12号隐患（整改后，共1张）"


@pytest.mark.parametrize("number", ["14", "99"])
def test_a_hazard_of_others_is_not_known(home: Home, number: str) -> None:
    """The two refusals look alike; the question stays open."""
    home.chat.photo("wang")

    card = home.chat.say("wang", number)

    assert card.title == f"没有查到{number}号隐患"
    assert album(home.engine) == {}
    assert home.chat.say("wang", "12").title == "照片已附到12号隐患（整改后，共1张）"


def test_only_what_is_in_ones_charge_is_offered(home: Home) -> None:
    offered = " ".join(home.chat.photo("hou").lines)

    assert "14号" in offered
    assert "12号" not in offered


def test_who_accepts_is_offered_what_waits_for_it(home: Home) -> None:
    home.chat.say("wang", "整改完成 12")

    card = home.chat.photo("ma")

    assert card.lines[0] == "· 12号 二楼东头 安全出口堆了轮椅｜待验收"
    assert home.chat.say("ma", "12").title == "照片已附到12号隐患（整改后，共1张）"


def test_an_inspector_shows_what_is_wrong(home: Home) -> None:
    home.chat.photo("ma")

    assert home.chat.say("ma", "13").title == "照片已附到13号隐患（整改前，共1张）"


def test_more_than_the_buttons_hold_is_a_list(home: Home) -> None:
    with work(home.engine) as session:
        for _ in range(8):
            a_hazard(session, home.county.home, owner=home.county.person_by_userid["wang"])

    card = home.chat.photo("wang")
    (choice,) = card.choices
    answer = home.chat.press("wang", card, "选好了", chosen={"answer": ["15"]})

    assert len(choice.options) == 9
    assert answer.title == "照片已附到15号隐患（整改后，共1张）"


def test_words_that_nobody_understands_do_not_lose_the_photo(home_on_both: Home) -> None:
    card = home_on_both.chat.mixed("wang", "啊吧啊吧", 2, group="g1")
    answer = home_on_both.chat.say("wang", "12", group="g1")

    assert card.title == "照片2张收到，是什么事的？"
    assert card.lines[0] == "没听懂「啊吧啊吧」。"
    assert answer.title == "照片已附到12号隐患（整改后，共2张）"


def test_words_that_only_name_the_hazard_are_enough(home: Home) -> None:
    card = home.chat.mixed("wang", "12号整改后", 2, group="g1")

    assert card.title == "照片已附到12号隐患（整改后，共2张）"


def test_a_refusal_keeps_the_photo_for_the_next_try(home: Home) -> None:
    refused = home.chat.mixed("wang", "整改完成 99 轮椅已搬走")
    done = home.chat.say("wang", "整改完成 12")

    assert refused.title == "没有查到99号隐患"
    assert "照片1张还没附到哪一条" in refused.lines[-1]
    assert "照片1张已附到12号隐患（整改后）" in words(done)


def test_photos_wait_for_the_answer_to_another_question(home_on_both: Home) -> None:
    chat = home_on_both.chat
    chat.photo("ma")

    asked = chat.mixed("ma", "隐患 安全出口堆了轮椅")
    chat.forward(20 * MINUTE)
    more = chat.photo("ma")
    chat.forward(9 * MINUTE)
    card = chat.say("ma", "张良镇敬老院")

    assert asked.title == "请问是哪家单位？"
    assert "照片1张收到，答完就附上" in asked.lines[-1]
    assert more.title == "照片3张收到，答完刚才的问题就附上"
    assert card.title == "已登记：15号隐患"
    assert album(home_on_both.engine) == {"15号 整改前": 3}


def test_photos_of_what_is_given_up_prove_nothing(home: Home) -> None:
    home.chat.mixed("ma", "隐患 安全出口堆了轮椅")

    card = home.chat.say("ma", "取消")

    assert card.title == "好的，已取消"
    assert card.lines[-1] == "照片1张也没有登记。"
    assert album(home.engine) == {"nothing 佐证": 1}


def test_the_question_lapses(home: Home) -> None:
    home.chat.photo("wang")
    home.chat.forward(31 * MINUTE)

    card = home.chat.photo("wang")

    assert card.title == ASKED
    assert home.chat.say("wang", "12").title == "照片已附到12号隐患（整改后，共1张）"
    assert loose(home.engine) == 1


def test_nothing_is_joined_to_what_is_void(home: Home) -> None:
    home.chat.say("zhang", REPORT)
    home.chat.say("zhang", "撤销 15")

    asked = home.chat.photo("zhang")
    refused = home.chat.say("zhang", "15")

    assert asked.title == ASKED
    assert refused.title == "15号已作废，照片没有附上"
    assert album(home.engine) == {}


def test_photos_do_not_follow_who_has_moved_to_another_unit(home: Home) -> None:
    home.chat.say("zhang", REPORT)
    with work(home.engine) as session:
        zhang = session.merge(home.county.person_by_userid["zhang"])
        zhang.unit_id = home.county.other_home.id or 0

    assert home.chat.photo("zhang").title == ASKED


def test_a_voice_without_its_words_is_kept_for_the_text(home: Home) -> None:
    heard = home.chat.photo("zhang", kind=MessageKind.VOICE)
    card = home.chat.say("zhang", REPORT)

    assert heard.title == "语音已存，还没有登记"
    assert "请再发一句文字说明" in words(heard)
    assert "语音1条已附到15号隐患（整改前）" in words(card)


def test_a_voice_with_its_words_is_text(home: Home) -> None:
    spoken = home.chat.message("zhang", REPORT, MessageKind.VOICE)

    assert home.chat.ask(spoken).title == "已登记：15号隐患"


def test_photos_join_no_move_that_needs_no_proof(home: Home) -> None:
    home.chat.photo("wang")

    card = home.chat.say("wang", "收到 12")

    assert "照片1张还没附到哪一条" in card.lines[-1]
    assert loose(home.engine) == 1


def test_after_such_a_move_photos_are_of_its_hazard(home: Home) -> None:
    home.chat.say("wang", "收到 12")

    assert home.chat.photo("wang").title == "照片已附到12号隐患（整改后，共1张）"


def test_a_photo_in_private_follows_a_report_in_the_group(home: Home) -> None:
    """The platform brings no lone picture from a group: people send it to the bot itself."""
    home.chat.say("zhang", REPORT, group="g1")

    asked = home.chat.photo("zhang")

    (choice,) = asked.choices
    assert choice.options[0][0] == "15"
    assert home.chat.press("zhang", asked, "选好了", chosen={"answer": ["15"]}).title == (
        "照片已附到15号隐患（整改前，共1张）"
    )
