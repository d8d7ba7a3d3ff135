"""A tip 「投诉举报」 in a chat: a receipt for its teller, its words for the office above, its teller for nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import col

from storage import evidence, hazards
from storage.database import work
from storage.inbox import InboxMessage
from storage.outbox import OutboxMessage
from storage.tips import Tip
from storage.vocabulary import HazardSource, InboxState, TipState
from tests.builders import County, a_county
from tests.chat import Chat, words
from tests.stories.tip_world import KEY, OTHER_KEY, TOLD, keyed_desk, receipt_of, steps_of, tip_of


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine, desk=keyed_desk())


def count(chat: Chat) -> int:
    with work(chat.engine) as session:
        return session.scalar(select(func.count()).select_from(Tip)) or 0


def test_the_read_back_has_the_receipt_and_not_the_words(chat: Chat) -> None:
    card = chat.say("zhang", TOLD)

    assert card.title == "举报已收到"
    assert dict(card.facts) == {"回执号": receipt_of(card), "单位": "张良镇敬老院"}
    assert "燃气" not in words(card)
    assert "最迟11月24日 18:00前答复" in words(card)
    assert "加密保存" in words(card)
    assert card.is_confidential
    assert card.buttons == ()


def test_those_above_the_unit_get_it_and_nobody_of_the_unit(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    for userid in ("ma", "ma2"):
        (notice,) = chat.notices(userid)
        assert notice.title == f"新举报 {receipt}"
        assert dict(notice.facts)["内容"] == "张良镇敬老院 厨房燃气软管老化没人管"
    for userid in ("li", "wang", "zhang", "niu", "section", "leader"):
        assert chat.notices(userid) == []


@pytest.mark.parametrize(
    "said",
    ["我要举报 厨房燃气软管老化没人管", "厨房燃气软管老化没人管，别说是我说的", "举报：厨房燃气软管老化没人管"],
)
def test_other_ways_to_say_it(chat: Chat, said: str) -> None:
    receipt = receipt_of(chat.say("zhang", said))

    assert tip_of(chat, receipt).unit_name == "张良镇敬老院"
    assert "燃气软管老化" in tip_of(chat, receipt).told


def test_a_unit_that_is_not_recognised_goes_to_the_leaders(chat: Chat) -> None:
    card = chat.say("ma", "匿名举报 有个养老的地方夜里锁门")

    assert "没认出是哪个单位" in words(card)
    assert [one.title for one in chat.notices("leader")] == [f"新举报 {receipt_of(card)}"]


def test_a_tip_about_an_office_goes_above_it(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", "匿名举报 张良镇民政所 从来不来检查"))

    assert [one.title for one in chat.notices("section")] == [f"新举报 {receipt}"]
    assert chat.notices("ma") == chat.notices("ma2") == []
    assert chat.say("ma", f"举报 {receipt}").title == f"没有查到举报 {receipt}"


def test_who_is_named_in_it_does_not_get_it(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", "匿名举报 张良镇敬老院 马建国吃拿卡要"))

    assert chat.notices("ma") == []
    assert len(chat.notices("ma2")) == 1
    assert chat.say("ma", f"受理 {receipt}").title == f"没有查到举报 {receipt}"


def test_a_tip_about_the_bureau_itself_is_sent_elsewhere(chat: Chat) -> None:
    card = chat.say("zhang", "匿名举报 鲁山县民政局 陈局长收礼")

    assert card.title == "没有登记：这里没有可以办这件事的人"
    assert count(chat) == 0


def test_in_a_group_nothing_is_taken_down_and_that_is_said_honestly(chat: Chat) -> None:
    card = chat.say("zhang", TOLD, group="g1")

    assert card.title == "这件事请私聊我说"
    assert "大家都看得到" in words(card)
    assert "燃气" not in words(card)
    assert count(chat) == 0


@pytest.mark.parametrize("said", ["举报", "受理 {}", "举报 {}", "看举报人 {}", "举报进度 {}", "补充举报 {} 还有"])
def test_nothing_of_a_tip_is_said_in_a_group(chat: Chat, said: str) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    assert chat.say("ma", said.format(receipt), group="g1").title == "这件事请私聊我说"


def test_without_words_it_is_said_how(chat: Chat) -> None:
    assert chat.say("zhang", "我要举报").title == "要举报请一句话写清楚"
    assert chat.say("zhang", "举报").title == "要举报请一句话写清楚"
    assert count(chat) == 0


def test_the_same_message_makes_one_tip(chat: Chat) -> None:
    chat.receive("zhang", TOLD, message_id="same")
    chat.receive("zhang", TOLD, message_id="same")

    assert count(chat) == 1
    assert len(chat.notices("ma")) == 1


def test_an_emergency_comes_first_and_does_not_name_who_asked_not_to_be_named(chat: Chat) -> None:
    card = chat.say("zhang", "匿名举报 张良镇敬老院着火了，我是张小花")

    assert "119" in card.title
    assert "没有登记为举报" in words(card)
    assert count(chat) == 0
    (alarm,) = chat.urgent("ma")
    assert "张小花" not in words(alarm)
    assert "保密" in dict(alarm.facts)["报告人"]


def test_who_tells_it_by_name_and_number_is_taken_out_of_the_words(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", "匿名举报 张良镇敬老院燃气软管老化，我是张小花，电话13800001111"))

    assert tip_of(chat, receipt).told == "张良镇敬老院燃气软管老化，我是（略），（略）"
    assert dict(chat.say("leader", f"看举报人 {receipt}").facts)["联系方式"] == "电话13800001111"


def test_what_became_of_it_is_asked_by_the_receipt(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))
    before = chat.say("zhang", f"举报进度 {receipt}")
    chat.say("ma", f"受理 {receipt} 明天到现场")
    after = chat.say("fu", receipt.lower())

    assert dict(before.facts)["现在"] == "已收到，等受理"
    assert dict(after.facts)["现在"] == "已受理，正在办理"
    assert after.lines == ("11月23日 10:00 已受理，正在核实。明天到现场",)
    assert "张良镇" not in words(after)
    assert chat.say("zhang", "举报进度 JB34679ACD").title == "没有查到举报 JB34679ACD"
    assert chat.say("zhang", "举报进度").title == "请写上回执号"


def test_it_is_added_to_by_the_receipt(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.say("zhang", f"补充举报 {receipt} 昨天又漏了一次")

    assert card.title == f"已补充到举报 {receipt}"
    assert dict(chat.notices("ma")[-1].facts)["补充"] == "昨天又漏了一次"
    assert tip_of(chat, receipt).told.endswith("补充：昨天又漏了一次")
    assert chat.say("zhang", f"补充举报 {receipt}").title == "要补充什么？"
    chat.say("ma", f"举报不属实 {receipt} 看过了")
    assert chat.say("zhang", f"补充举报 {receipt} 还有").title == f"举报 {receipt} 已办结，没有补充进去"


def test_a_unit_named_later_brings_it_to_the_right_office(chat: Chat) -> None:
    receipt = receipt_of(chat.say("ma", "匿名举报 有个养老的地方夜里锁门"))

    chat.say("ma", f"补充举报 {receipt} 是马楼乡敬老院")

    assert [one.title for one in chat.notices("niu")] == [f"举报 {receipt} 有补充"]
    assert tip_of(chat, receipt).unit_name == "马楼乡敬老院"


def test_pictures_before_and_with_the_words_belong_to_it(chat: Chat) -> None:
    chat.photo("zhang")
    receipt = receipt_of(chat.mixed("zhang", TOLD, 2))

    with work(chat.engine) as session:
        found = evidence.about(session, f"tip:{tip_of(chat, receipt).id}")
    assert [(use.person_id, one.sender, one.conversation) for use, one in found] == [(None, "", "")] * 3
    assert dict(chat.notices("ma")[-1].facts)["附件"].startswith("3件")


def test_a_picture_after_it_joins_no_hazard_but_by_the_receipt(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    receipt = receipt_of(chat.say("zhang", TOLD))

    asked = chat.photo("zhang")
    added = chat.say("zhang", f"补充举报 {receipt}")

    assert "12号" not in asked.title
    assert "附件1件。" in words(added)
    with work(chat.engine) as session:
        assert evidence.about(session, "hazard:1") == []


def test_a_tip_is_nobodys_answer_to_a_question(chat: Chat) -> None:
    chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("zhang", "整改完成 12")
    chat.say("ma", "退回 12")

    receipt = receipt_of(chat.say("ma", "厨房燃气软管老化没人管，别说是我说的"))

    assert tip_of(chat, receipt).state is TipState.RECEIVED


def test_a_stranger_may_tell_one_too(chat: Chat) -> None:
    card = chat.say("nobody", TOLD)

    receipt = receipt_of(card)
    assert card.title == "举报已收到"
    assert len(chat.notices("ma")) == 1
    assert dict(chat.say("nobody", f"举报进度 {receipt}").facts)["现在"] == "已收到，等受理"
    chat.say("ma", f"受理 {receipt}")
    assert [one.title for one in chat.notices("nobody")] == [f"您的举报 {receipt} 有答复"]


def test_without_a_key_it_is_taken_and_nothing_is_kept_of_who_told_it(engine: Engine, county: County) -> None:
    chat = Chat(engine)

    card = chat.say("zhang", TOLD)

    receipt = receipt_of(card)
    assert "不能主动答复" in words(card)
    assert tip_of(chat, receipt).sealed == ""
    accepted = chat.say("ma", f"受理 {receipt}")
    assert "凭回执号可以查到" in words(accepted)
    assert chat.notices("zhang") == []
    assert chat.say("leader", f"看举报人 {receipt}").title == f"举报 {receipt} 没有保存举报人"


def test_it_is_accepted_once_and_the_tipster_hears_of_it(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))
    chat.forward(timedelta(hours=1))

    card = chat.press("ma", "新举报", "受理")

    assert card.title == f"举报 {receipt} 已受理"
    assert "已私下答复举报人" in words(card)
    (told,) = chat.notices("zhang")
    assert told.is_confidential
    assert told.lines == ("已受理，正在核实。",)
    again = chat.say("ma2", f"受理 {receipt}")
    assert again.title == f"举报 {receipt} 处理中（马建国），没有再办"
    assert steps_of(chat, receipt) == ["received", "accept"]


def test_founded_it_becomes_a_hazard_of_the_officers(chat: Chat, county: County) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.say("ma", f"举报属实 {receipt} 厨房燃气软管老化开裂")

    assert card.title == f"举报 {receipt} 属实，已办结"
    with work(chat.engine) as session:
        hazard = hazards.by_number(session, 12)
    assert hazard is not None
    assert (hazard.source, hazard.reported_by) == (HazardSource.TIP, county.person_by_userid["ma"].id)
    assert (hazard.unit_id, hazard.problem) == (county.home.id, "厨房燃气软管老化开裂")
    tip = tip_of(chat, receipt)
    assert (tip.state, tip.hazard_id) == (TipState.FOUNDED, hazard.id)
    assert tip.responded_at is not None
    assert "情况属实" in words(chat.notices("zhang")[-1])
    assert receipt not in words(chat.notices("wang")[-1])


def test_not_founded_needs_a_reason_and_can_be_taken_up_again(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    assert chat.say("ma", f"举报不属实 {receipt}").title == "还没有办：后面要写明情况"
    assert chat.say("ma", f"举报不属实 {receipt} 软管是新的").title == f"举报 {receipt} 不属实，已办结"
    assert chat.say("ma2", f"举报属实 {receipt} 软管老化").title == f"举报 {receipt} 不属实（马建国），没有再办"
    assert chat.say("ma", f"重办 {receipt} 再去看").title == f"举报 {receipt} 重新办理"
    assert tip_of(chat, receipt).state is TipState.RESPONDED
    told = [one.lines[0] for one in chat.notices("zhang")]
    assert told == ["经核实不属实。软管是新的", "重新办理，有结果再告诉您。"]


def test_it_is_given_to_another_office_but_never_to_the_unit(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    refused = chat.say("ma", f"转办 {receipt} 张良镇敬老院 自己查")
    card = chat.say("ma", f"转办 {receipt} 养老服务股 我们与院长有亲戚关系")

    assert refused.title == "没有转办：不能转给张良镇敬老院"
    assert card.lines[0] == "已转给养老服务股，时限不变。"
    assert chat.notices("section")[-1].title == f"转来举报 {receipt}"
    assert chat.say("ma", f"举报 {receipt}").title == f"没有查到举报 {receipt}"
    assert chat.say("section", f"受理 {receipt}").title == f"举报 {receipt} 已受理"


def test_given_to_somebody_outside_it_is_settled(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.say("ma", f"转办 {receipt} 消防救援大队")

    assert card.lines[0] == "已记为转给外部门，这里办结。"
    assert tip_of(chat, receipt).state is TipState.REFERRED


def test_an_answer_goes_to_the_tipster_and_counts_as_the_first(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    chat.say("ma", f"回复举报 {receipt} 这周内换好")

    assert chat.notices("zhang")[-1].lines == ("这周内换好",)
    assert tip_of(chat, receipt).state is TipState.RESPONDED


def test_the_list_shows_what_is_open_with_its_clock(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))
    chat.say("hou", "匿名举报 马楼乡敬老院 夜里没人值班")

    assert chat.say("ma", "举报").lines == (f"· {receipt} 张良镇敬老院：已收到，11月24日 18:00前要受理",)
    assert chat.say("leader", "举报").title == "在办的举报：2件"
    chat.forward(timedelta(days=2))
    assert "超过11月24日 18:00还没受理" in words(chat.say("ma", "举报"))


WHO_SEES = {
    "ma": True, "ma2": True, "section": True, "leader": True, "admin": True,
    "li": False, "wang": False, "zhang": False, "niu": False, "hou": False, "fu": False,
}  # fmt: skip


@pytest.mark.parametrize(("userid", "sees"), WHO_SEES.items())
@pytest.mark.parametrize(
    "said",
    [
        "举报 {}",
        "受理 {}",
        "举报属实 {} 软管老化",
        "举报不属实 {} 没事",
        "转办 {} 消防队",
        "回复举报 {} 好",
        "看举报人 {}",
    ],
)
def test_who_may_know_of_it(chat: Chat, userid: str, sees: bool, said: str) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.say(userid, said.format(receipt))

    assert (card.title != f"没有查到举报 {receipt}") is sees
    if not sees:
        assert steps_of(chat, receipt) == ["received"]


@pytest.mark.parametrize("userid", ["ma", "section"])
def test_who_told_it_is_not_for_those_below_the_role(chat: Chat, userid: str) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    assert chat.say(userid, f"看举报人 {receipt}").title == "举报人是谁不能看"
    assert "reveal" not in steps_of(chat, receipt)


def test_who_told_it_is_seen_once_and_written_down(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.say("leader", f"看举报人 {receipt} 核实需要回访")

    assert dict(card.facts) == {"姓名": "张小花", "单位": "张良镇敬老院", "账号": "zhang"}
    assert card.is_confidential
    assert steps_of(chat, receipt) == ["received", "reveal"]
    assert "陈局长 看了举报人：核实需要回访" in words(chat.say("ma", f"举报 {receipt}"))


def test_a_receipt_in_a_quote_is_not_kept_beside_who_quotes_it(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    card = chat.quoting("zhang", "这个怎么还没人管", f"举报已收到\n回执号：{receipt}")

    assert card.is_confidential
    with work(chat.engine) as session:
        kept = session.scalars(select(InboxMessage).where(col(InboxMessage.sender) == "zhang")).all()
    assert kept == []


def test_what_breaks_half_way_leaves_nothing_and_is_tried_again(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine, desk=keyed_desk())
    with work(sqlite_engine) as session:
        broken = "CREATE TRIGGER broken BEFORE INSERT ON tip_event BEGIN SELECT RAISE(ABORT, 'broken'); END"
        session.connection().exec_driver_sql(broken)

    chat.receive("zhang", TOLD, message_id="m1")

    with work(sqlite_engine) as session:
        assert session.scalars(select(OutboxMessage)).all() == []
        (row,) = session.scalars(select(InboxMessage)).all()
        assert (row.sender, row.state) == ("zhang", InboxState.WAITING)
        session.connection().exec_driver_sql("DROP TRIGGER broken")
    assert count(chat) == 0
    chat.forward(timedelta(minutes=5))
    chat.take()
    assert count(chat) == 1
    with work(sqlite_engine) as session:
        (row,) = session.scalars(select(InboxMessage)).all()
        assert (row.sender, row.body, row.message_id, row.state) == ("", "", "m1", InboxState.DONE)


def test_after_a_change_of_keys_the_tipster_still_hears_of_it(engine: Engine, county: County) -> None:
    receipt = receipt_of(Chat(engine, desk=keyed_desk(OTHER_KEY)).say("zhang", TOLD))
    chat = Chat(engine, desk=keyed_desk(f"{KEY},{OTHER_KEY}"))

    chat.say("ma", f"受理 {receipt}", message_id="later")

    assert [one.lines[0] for one in chat.notices("zhang")] == ["已受理，正在核实。"]


def test_two_officers_settle_it_once(chat: Chat) -> None:
    receipt = receipt_of(chat.say("zhang", TOLD))

    first = chat.say("ma", f"举报属实 {receipt} 软管老化")
    second = chat.say("ma2", f"举报属实 {receipt} 软管老化")

    assert (first.title, second.title) == (f"举报 {receipt} 属实，已办结", f"举报 {receipt} 属实（马建国），没有再办")
    with work(chat.engine) as session:
        assert hazards.by_number(session, 13) is None
