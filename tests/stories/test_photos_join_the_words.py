"""Photos that come with the words, shortly after them or shortly before."""

from datetime import timedelta

from sqlalchemy import Engine

from storage.messages import MessageKind
from tests.builders import a_county
from tests.chat import Chat, words
from tests.stories.photo_album import MINUTE, album, loose

REPORT = "二楼东头安全出口堆了轮椅"


def test_photos_after_a_report_join_it(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    chat.forward(2 * MINUTE)
    first = chat.photo("zhang")
    second = chat.photo("zhang")

    assert first.title == "照片已附到12号隐患（整改前，共1张）"
    assert second.title == "12号隐患（整改前）：共照片2张"
    assert album(engine) == {"12号 整改前": 2}


def test_photos_before_the_words_wait_for_them(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    asked = chat.photo("zhang")
    more = chat.photo("zhang", 2)
    chat.forward(3 * MINUTE)
    card = chat.say("zhang", REPORT)

    assert asked.title == "照片1张收到，是什么事的？"
    assert more.title == "共照片3张"
    assert card.title == "已登记：12号隐患"
    assert "照片3张已附到12号隐患（整改前）" in words(card)
    assert "没有登记" not in words(card)
    assert album(engine) == {"12号 整改前": 3}
    # The question is answered with it: nothing is open any more.
    assert ("照片1张收到，是什么事的？", "已回答") in chat.closings("zhang")
    assert chat.photo("zhang").title == "12号隐患（整改前）：共照片4张"


def test_words_and_pictures_in_one_message(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.mixed("zhang", REPORT, 2, group="g1")

    assert card.title == "已登记：12号隐患"
    assert "照片2张已附到12号隐患（整改前）" in words(card)
    assert album(engine) == {"12号 整改前": 2}


def test_photos_after_the_work_show_how_it_is_now(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.mixed("zhang", REPORT)

    chat.say("wang", "整改完成 12")
    card = chat.photo("wang", 2)

    assert card.title == "照片已附到12号隐患（整改后，共2张）"
    assert album(engine) == {"12号 整改前": 1, "12号 整改后": 2}


def test_a_photo_before_and_one_with_the_report_of_the_work(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    chat.photo("wang")
    card = chat.mixed("wang", "整改完成 12 轮椅已搬走")

    assert card.title == "12号已报整改完成"
    assert "照片2张已附到12号隐患（整改后）" in words(card)


def test_who_accepts_and_who_sends_back_may_show_it(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("wang", "整改完成 12")

    chat.mixed("ma", "退回 12 轮椅还在")
    assert album(engine) == {"12号 整改前": 1}
    chat.say("wang", "整改完成 12")
    chat.say("ma", "验收通过 12")

    assert chat.photo("ma").title == "照片已附到12号隐患（整改后，共1张）"


def test_photos_prove_what_was_confirmed(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    chat.photo("zhang")
    chat.say("zhang", "巡查 正常")
    card = chat.photo("zhang")

    assert card.title == "日巡查（11月23日日间）：共照片2张"
    assert album(engine) == {"patrol 佐证": 2}


def test_a_patrol_that_found_something_shows_it_as_a_hazard_too(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.mixed("zhang", "巡查 异常 二楼消火栓没水", group="g1")
    chat.photo("zhang", group="g1")

    assert "照片1张同时附到日巡查（11月23日日间）、12号隐患（整改前）" in words(card)
    assert album(engine) == {"patrol 佐证": 1, "12号 整改前": 2}


def test_photos_of_a_drill_show_the_drill(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)

    chat.mixed("li", "演练 8人 20个老人 5个失能 用时6分钟 问题：二楼应急灯不亮")
    chat.photo("li", 2)

    assert album(sqlite_engine) == {"drill 佐证": 3}


def test_a_photo_long_after_the_words_is_asked_about(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    chat.forward(timedelta(minutes=10, seconds=1))
    card = chat.photo("zhang")

    assert card.title == "照片1张收到，是什么事的？"
    assert loose(engine) == 1


def test_each_of_two_reports_keeps_its_photos(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    chat.say("zhang", REPORT)
    chat.photo("zhang")
    chat.say("zhang", "厨房燃气软管老化")
    chat.photo("zhang", 2)

    assert album(engine) == {"12号 整改前": 1, "13号 整改前": 2}


def test_messages_that_wait_together_keep_their_photos(engine: Engine) -> None:
    """All of it was received before the first word was answered."""
    a_county(engine)
    chat = Chat(engine)

    chat.take(
        chat.message("zhang", REPORT),
        chat.message("zhang", "厨房燃气软管老化"),
        chat.message("zhang", kind=MessageKind.IMAGE, media=1),
    )

    assert album(engine) == {"13号 整改前": 1}


def test_several_hazards_of_one_message_share_its_photos(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.mixed("zhang", "二楼应急灯不亮，厨房燃气软管老化", 2)

    assert card.title == "已登记2处隐患：12号、13号"
    assert "照片2张同时附到12号、13号隐患（整改前）；只是13号的发「照片是13号的」" in words(card)
    assert album(engine) == {"12号 整改前": 2, "13号 整改前": 2}
    # Which of the two a later one shows nobody has said.
    later = chat.photo("zhang")
    assert later.title == "照片1张收到，是什么事的？"
    assert [button.says for button in later.buttons][:2] == ["12", "13"]
    assert chat.say("zhang", "13").title == "13号隐患（整改前）：共照片3张"


def test_several_that_are_done_share_the_photos(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "二楼应急灯不亮，厨房燃气软管老化")

    chat.mixed("wang", "整改完成 12、13")

    assert album(engine) == {"12号 整改后": 1, "13号 整改后": 1}


def test_photos_of_others_and_of_other_chats_stay_apart(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.photo("zhang", group="g1")
    chat.photo("wang")

    chat.say("zhang", REPORT)

    assert album(engine) == {}
    assert loose(engine) == 2


def test_a_repeated_delivery_changes_nothing(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    for _ in range(2):
        chat.mixed("zhang", REPORT, 2, message_id="r1")
        chat.photo("zhang", message_id="p1")

    assert album(engine) == {"12号 整改前": 3}


def test_videos_and_files_are_called_what_they_are(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", REPORT)

    video = chat.photo("zhang", kind=MessageKind.VIDEO)
    file = chat.photo("zhang", kind=MessageKind.FILE)

    assert video.title == "视频已附到12号隐患（整改前，共1段）"
    assert file.title == "12号隐患（整改前）：共视频1段、文件1份"
