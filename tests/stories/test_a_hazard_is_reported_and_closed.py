"""A hazard's road through chat: reported, read back, rectified, accepted by somebody else, struck off."""

from datetime import date, timedelta

from sqlalchemy import Engine, select

from storage import hazards, inbox
from storage.database import work
from storage.hazards import Hazard, Rung
from storage.vocabulary import Category, Grade, HazardAction, HazardSource, HazardState
from tests.builders import a_county, a_hazard, a_person
from tests.chat import Chat, words

REPORT = "隐患 二楼东头安全出口堆了轮椅"


def hazard(engine: Engine, number: int) -> Hazard:
    with work(engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def count(engine: Engine) -> int:
    with work(engine) as session:
        return len(session.scalars(select(Hazard)).all())


def test_a_report_is_read_back_and_closed_by_somebody_else(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    read_back = chat.say("zhang", REPORT)
    assert read_back.title == "已登记：12号隐患"
    assert dict(read_back.facts) | {"定级说明": ""} == {
        "编号": "12号（YH20261123-001）",
        "单位": "张良镇敬老院",
        "部位": "二楼东头安全出口",
        "问题": "二楼东头安全出口堆了轮椅",
        "类别": "安全出口",
        "等级": "一般（暂定，请核）",
        "定级说明": "",
        "期限": "11月24日（周二），1天内",
        "责任人": "王铁柱",
    }
    assert read_back.hints == ("整改好后发：整改完成 12", "写错了发：更正 12，报错了发：撤销 12")
    assert [card.title for card in chat.notices("wang")] == ["请整改：12号隐患"]

    chat.forward(timedelta(hours=3))
    submitted = chat.say("wang", "整改完成 12 轮椅已搬走")
    assert submitted.title == "12号已报整改完成"
    assert submitted.lines == ("已通知马建国、郭干事验收。还没有整改后的照片，请补发一张。",)
    assert chat.notices("ma")[-1].title == "请验收：张良镇敬老院 12号隐患"

    assert chat.say("wang", "验收通过 12").title == "12号没有验收通过"
    assert hazard(engine, 12).state is HazardState.TO_ACCEPT

    assert chat.say("ma", "验收通过 12").title == "12号验收通过，已销号"
    closed = hazard(engine, 12)
    assert closed.state is HazardState.CLOSED
    assert closed.closed_at == chat.now
    assert [card.title for card in chat.notices("zhang")] == ["已销号：张良镇敬老院 12号隐患"]
    assert chat.notices("wang")[-1].title == "已销号：张良镇敬老院 12号隐患"

    history = words(chat.say("zhang", "12号"))
    assert "12号隐患：已销号" in history
    assert "11月23日 10:00 张小花 上报" in history
    assert "11月23日 13:00 王铁柱 整改完成：轮椅已搬走" in history
    assert "11月23日 13:00 马建国 验收通过" in history


def test_every_move_leaves_a_row_with_its_message(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT, message_id="r")
    chat.say("wang", "收到 12", message_id="a")
    chat.say("wang", "整改完成 12", message_id="s")
    chat.say("ma", "退回 12 轮椅还在", message_id="b")

    with work(engine) as session:
        rows = hazards.events(session, hazard(engine, 12).id or 0)

    assert [(row.action, row.state_before, row.state_after, row.message, row.note) for row in rows] == [
        (HazardAction.REPORT, None, HazardState.TO_RECTIFY, "test:r", ""),
        (HazardAction.ACKNOWLEDGE, HazardState.TO_RECTIFY, HazardState.RECTIFYING, "test:a", ""),
        (HazardAction.SUBMIT, HazardState.RECTIFYING, HazardState.TO_ACCEPT, "test:s", ""),
        (HazardAction.SEND_BACK, HazardState.TO_ACCEPT, HazardState.NOT_ACCEPTED, "test:b", "轮椅还在"),
    ]


def test_the_officer_who_rectified_cannot_accept_but_a_colleague_can(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    assert chat.say("ma", "整改完成 12").lines == ("已通知郭干事验收。还没有整改后的照片，请补发一张。",)

    refused = chat.say("ma", "验收通过 12")

    assert refused.title == "12号不能由您验收"
    assert refused.lines == ("整改的人不能自己验收，请由郭干事验收。",)
    assert chat.say("ma2", "验收通过 12").title == "12号验收通过，已销号"


def test_a_unit_without_township_is_accepted_by_the_bureau(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("fu", "隐患 三楼灭火器过期")

    assert chat.say("fu", "整改完成 12").lines == ("已通知陈局长验收。还没有整改后的照片，请补发一张。",)
    assert chat.say("leader", "验收通过 12").title == "12号验收通过，已销号"


def test_the_same_message_registers_once(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.receive("zhang", REPORT, message_id="same")
    chat.receive("zhang", REPORT, message_id="same")
    assert count(engine) == 1


def test_a_second_officer_is_told_that_it_was_done(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "整改完成 12")
    chat.say("ma", "验收通过 12")

    late = chat.say("ma2", "验收通过 12")

    assert late.title == "12号已销号，没有再办"
    assert late.lines == ("马建国于11月23日 10:00验收通过。问题又出现请重新上报。",)
    with work(engine) as session:
        rows = hazards.events(session, hazard(engine, 12).id or 0)
    assert [row.action for row in rows].count(HazardAction.ACCEPT) == 1


def test_acceptance_before_the_work_is_reported_is_refused_with_what_to_do(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    early = chat.say("ma", "验收通过 12")

    assert early.title == "12号现在是待整改"
    assert early.hints == ("整改好后先发：整改完成 12",)


def test_a_hazard_of_another_town_looks_as_if_it_did_not_exist(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    assert chat.say("niu", "12号") == chat.say("niu", "查 12号")
    assert chat.say("niu", "12号").title == "没有查到12号隐患"
    assert chat.say("niu", "整改完成 12").title == "没有查到12号隐患"
    assert chat.say("zhang", "99号").title == "没有查到99号隐患"
    assert chat.say("section", "YH20261123-001").title == "12号隐患：待整改"


def test_sending_back_needs_a_reason_and_the_next_message_gives_it(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "整改完成 12")

    assert chat.say("ma", "退回 12").title == "退回 12号的原因是什么？"
    assert hazard(engine, 12).state is HazardState.TO_ACCEPT
    back = chat.say("ma", "轮椅还在那里")

    assert back.title == "12号已退回重改"
    assert back.lines == ("已通知王铁柱、张小花继续整改，期限不变：11月24日（周二）。",)
    assert dict(chat.notices("wang")[-1].facts)["原因"] == "轮椅还在那里"
    assert hazard(engine, 12).due_on == date(2026, 11, 24)


def test_whoever_may_not_send_back_is_refused_before_being_asked_why(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "整改完成 12")

    assert chat.say("wang", "退回 12").title == "12号没有退回"


def test_several_numbers_in_one_message_are_each_answered(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "隐患 三楼灭火器过期")

    card = chat.say("zhang", "整改完成 12、13、77")

    assert card.title == "整改完成：3条"
    assert card.lines[0] == "12号 已报整改完成。已通知马建国、郭干事验收。还没有整改后的照片，请补发一张。"
    assert card.lines[1].startswith("13号 已报整改完成")
    assert card.lines[2].startswith("没有查到77号隐患")
    assert hazard(engine, 12).state is hazard(engine, 13).state is HazardState.TO_ACCEPT


def test_without_a_number_the_only_candidate_is_asked_for(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    assert chat.say("wang", "整改完成").title == "是12号吗？"
    assert hazard(engine, 12).state is HazardState.TO_RECTIFY
    assert chat.say("wang", "是").title == "12号已报整改完成"


def test_without_a_number_several_candidates_are_listed(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "隐患 三楼灭火器过期")

    asked = chat.say("wang", "整改完成")
    assert asked.title == "整改完成的是哪一条？"
    assert len(asked.lines) == 2

    assert chat.say("wang", "13号").title == "13号已报整改完成"
    assert hazard(engine, 12).state is HazardState.TO_RECTIFY


def test_nothing_to_accept_is_said(engine: Engine) -> None:
    a_county(engine)
    assert Chat(engine).say("ma", "验收通过").title == "没有可以办「验收通过」的隐患"


def test_the_reporter_takes_a_report_back_within_a_day(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", REPORT)

    assert chat.say("zhang", "撤销 12 报错了").title == "12号已作废"
    assert hazard(engine, 12).state is HazardState.VOID
    assert chat.notices("wang")[-1].title == "已作废：张良镇敬老院 12号隐患"
    assert chat.say("wang", "撤销 13").title == "13号没有撤销"

    chat.forward(timedelta(days=1))
    assert chat.say("zhang", "撤销 13").lines == ("已过本人可撤销的时间，请联系马建国、郭干事撤销。",)


def test_a_report_is_undone_in_plain_words_but_not_corrected_by_guess(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    assert chat.say("zhang", "12号位置写错了，是三楼").title == "12号要更正哪一项？"
    assert hazard(engine, 12).place == "二楼东头安全出口"
    assert chat.say("zhang", "才刚那个报岔了，不作数").title == "是12号吗？"
    assert chat.say("zhang", "是12号").title == "12号已作废"


def test_work_reported_in_plain_words_moves_the_hazard(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    assert chat.say("wang", "12号弄好了，轮椅都搬走了").title == "12号已报整改完成"
    assert chat.say("ma", "12号不行，轮椅还在").title == "12号已退回重改"
    assert dict(chat.notices("wang")[-1].facts)["原因"] == "12号不行，轮椅还在"


def test_a_quoted_card_says_which_hazard_is_meant(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.say("zhang", "隐患 三楼灭火器过期")

    assert chat.say("wang", "「请整改：13号隐患」\n------\n整改完成").title == "13号已报整改完成"


def test_an_officer_cancels_with_a_reason(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    assert chat.say("ma", "撤销 12").title == "撤销 12号的原因是什么？"
    assert chat.say("ma", "与旧的重复").title == "12号已作废"


def test_acknowledging_an_overdue_hazard_pauses_the_urging(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    assert chat.say("wang", "收到 12").lines == ("还没到期，请按期整改。",)
    assert hazard(engine, 12).paused_until is None

    chat.forward(timedelta(days=2))
    card = chat.say("wang", "收到 12")

    assert card.lines == ("催办暂停1天，到11月26日 10:00；没办好会继续催。",)
    assert hazard(engine, 12).paused_until == chat.now + timedelta(days=1)


def test_acceptance_stops_the_ladder(engine: Engine) -> None:
    county = a_county(engine)
    chat = Chat(engine)
    with work(engine) as session:
        open_one = a_hazard(session, county.home, state=HazardState.TO_ACCEPT)
        session.add(
            Rung(hazard_id=open_one.id or 0, deadline=open_one.due_on, rung=1, due_at=chat.now + timedelta(hours=1))
        )

    chat.say("ma", f"验收通过 {open_one.number}")

    with work(engine) as session:
        assert [rung.state.term for rung in hazards.rungs(session, open_one.id or 0)] == ["已停止"]


def test_a_hazard_that_may_be_major_is_urgent_for_the_township(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("zhang", "隐患 地下室住着老人")

    assert dict(card.facts)["等级"] == "一般（疑似重大，重大须由民政所及以上确认）"
    assert "GB 35181" in dict(card.facts)["依据"]
    assert [one.title for one in chat.urgent("ma")] == ["疑似重大隐患：张良镇敬老院 12号"]
    assert hazard(engine, 12).suggested_grade is Grade.MAJOR


def test_major_is_a_suggestion_from_below_and_a_decision_from_above(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    chat.say("li", "隐患上报\n问题：锅炉房门坏了\n等级：重大")
    chat.say("ma", "隐患上报\n单位：张良镇敬老院\n问题：锅炉房门坏了\n等级：重大")

    below, above = hazard(engine, 12), hazard(engine, 13)
    assert (below.grade, below.suggested_grade, below.grade_reason) == (
        Grade.GENERAL,
        Grade.MAJOR,
        "上报人填报为重大",
    )
    assert (above.grade, above.suggested_grade) == (Grade.MAJOR, None)
    assert above.due_on == date(2026, 12, 23)
    assert above.source is HazardSource.INSPECTION


def test_the_form_wins_over_what_its_words_suggest(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    chat.say(
        "zhang",
        "隐患上报\n部位：厨房\n问题：门口堆了杂物\n类别：燃气安全\n等级：一般\n期限：11月30日前\n责任人：李秀英院长",
    )

    found = hazard(engine, 12)
    assert (found.category, found.place, found.due_on, found.owner_name) == (
        Category.GAS,
        "厨房",
        date(2026, 11, 30),
        "李秀英",
    )
    assert [card.title for card in chat.notices("li")] == ["请整改：12号隐患"]
    assert found.ladder_version
    assert found.deadline_version


def test_an_owner_who_is_not_in_the_roster_is_kept_and_said_so(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("zhang", "隐患上报\n问题：二楼应急灯不亮\n责任人：老赵")

    assert card.lines[0] == "责任人「老赵」不在张良镇敬老院花名册里，收不到通知，请当面告知，或请管理员补录。"
    assert (hazard(engine, 12).owner_id, hazard(engine, 12).owner_name) == (None, "老赵")


def test_a_shared_name_is_not_guessed(engine: Engine) -> None:
    county = a_county(engine)
    with work(engine) as session:
        a_person(session, county.home, name="王铁柱")

    card = Chat(engine).say("zhang", "隐患上报\n问题：二楼应急灯不亮\n责任人：王铁柱")

    assert "同名" in card.lines[0]
    assert hazard(engine, 12).owner_id is None


def test_a_past_deadline_is_asked_again(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    asked = chat.say("zhang", "隐患上报\n问题：二楼应急灯不亮\n期限：2026年11月20日")
    assert asked.title == "期限「2026年11月20日」已经过去了，请重新说"
    assert count(engine) == 0

    chat.say("zhang", "11月27日")
    assert hazard(engine, 12).due_on == date(2026, 11, 27)


def test_a_report_without_problem_is_asked_for_it(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    assert chat.say("zhang", "隐患上报\n部位：二楼东头\n期限：周五前").title == "请说一下在哪里、有什么问题"
    card = chat.say("zhang", "安全出口堆了轮椅")

    assert card.title == "已登记：12号隐患"
    found = hazard(engine, 12)
    assert (found.place, found.problem, found.due_on) == ("二楼东头", "安全出口堆了轮椅", date(2026, 11, 27))


def test_an_officer_who_names_no_unit_is_asked_which(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    asked = chat.say("ma", "隐患 二楼东头安全出口堆了轮椅")
    assert asked.title == "请问是哪家单位？"
    assert "1. 张良镇敬老院" in asked.lines
    card = chat.say("ma", "1")

    assert dict(card.facts)["单位"] == "张良镇敬老院"
    assert hazard(engine, 12).source is HazardSource.INSPECTION


def test_an_officer_names_the_unit_in_the_sentence(engine: Engine) -> None:
    a_county(engine)
    card = Chat(engine).say("ma", "隐患 张良镇敬老院二楼东头安全出口堆了轮椅")
    assert dict(card.facts)["单位"] == "张良镇敬老院"


def test_nobody_reports_for_a_unit_outside_their_charge(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("li", "隐患上报\n单位：马楼乡敬老院\n问题：二楼应急灯不亮")
    assert card.title == "没有登记"
    assert "马楼乡敬老院不在您的管辖范围内。" in card.lines
    assert chat.say("ma", "隐患上报\n单位：马楼乡敬老院\n问题：二楼应急灯不亮").title == "没有登记"
    assert count(engine) == 0
    assert chat.say("leader", "隐患上报\n单位：马楼乡敬老院\n问题：二楼应急灯不亮").title == "已登记：12号隐患"


def test_a_unit_is_chosen_by_a_part_of_its_name(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("leader", "隐患 二楼应急灯不亮")

    assert dict(chat.say("leader", "马楼乡的").facts)["单位"] == "马楼乡敬老院"


def test_the_name_of_the_unit_is_no_part_of_the_problem(engine: Engine) -> None:
    a_county(engine)

    card = Chat(engine).say("leader", "张良院二楼应急灯不亮")

    assert dict(card.facts)["单位"] == "张良镇敬老院"
    assert dict(card.facts)["问题"] == "二楼应急灯不亮"


def test_an_ambiguous_unit_is_chosen_by_number(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    asked = chat.say("ma", "隐患上报\n单位：张良镇\n问题：二楼应急灯不亮")
    assert asked.title == "可能是这几家，请确认单位"
    assert asked.lines == ("1. 张良镇民政所", "2. 张良镇敬老院")

    assert dict(chat.say("ma", "2").facts)["单位"] == "张良镇敬老院"


def test_several_hazards_in_one_message_become_several_rows(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)

    card = chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅；三楼灭火器过期；厨房燃气软管老化", message_id="three")

    assert card.title == "已登记3处隐患：12号、13号、14号"
    assert [hazard(engine, n).origin for n in (12, 13, 14)] == ["test:three#1", "test:three#2", "test:three#3"]
    assert [hazard(engine, n).category for n in (12, 13, 14)] == [Category.EXIT, Category.FIRE, Category.GAS]


def test_the_same_place_reported_again_is_said(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)
    chat.forward(timedelta(days=20))

    assert "同一处再次上报：12号还没销号，是同一件事请发：并入 13 12" in chat.say("li", REPORT).lines


def test_a_report_that_nothing_is_wrong_registers_nothing(engine: Engine) -> None:
    a_county(engine)
    assert Chat(engine).say("zhang", "隐患：无").title == "没有隐患就不用登记"
    assert count(engine) == 0


def test_my_list_puts_the_overdue_first_and_says_what_to_type(engine: Engine) -> None:
    county = a_county(engine)
    wang = county.person_by_userid["wang"]
    with work(engine) as session:
        a_hazard(session, county.home, owner=wang, due_on=date(2026, 11, 30))
        a_hazard(session, county.home, due_on=date(2026, 11, 20))
        a_hazard(session, county.home, state=HazardState.TO_ACCEPT)
        a_hazard(session, county.other_home, owner=county.person_by_userid["hou"])
    chat = Chat(engine)

    mine = chat.say("wang", "我的待办")
    assert mine.title == "王铁柱：2件待办"
    assert mine.lines[0] == "待整改2条："
    assert mine.lines[1].endswith("已超期3天")
    assert mine.hints[0] == "整改好后发：整改完成 13"

    assert chat.say("ma", "我还有啥没弄").lines[0] == "待验收1条："
    assert chat.say("leader", "我的待办").title == "陈局长：没有待办"


def test_the_inbox_is_finished_for_every_message(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    for text in ("12号", "我的待办", REPORT, "整改完成 12", "帮助"):
        chat.say("zhang", text)

    with work(engine) as session:
        assert inbox.oldest_waiting(session) is None
        assert inbox.dead_letters(session, limit=5) == []


def test_an_officer_decides_the_grade_and_those_below_cannot(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患 地下室住着老人")
    due_on = hazard(engine, 12).due_on
    assert "确认重大发：定为重大 12" in chat.urgent("ma")[0].hints

    refused = chat.say("li", "定为一般 12")
    assert refused.title == "12号没有定级"
    assert hazard(engine, 12).suggested_grade is Grade.MAJOR

    decided = chat.say("ma", "定为重大 12 已现场核实")

    assert decided.title == "12号已定级"
    found = hazard(engine, 12)
    assert (found.grade, found.suggested_grade, found.due_on) == (Grade.MAJOR, None, due_on)
    assert "GB 35181" in found.grade_reason
    assert chat.urgent("li")[-1].title == "定为重大隐患：张良镇敬老院 12号"
    with work(engine) as session:
        last = hazards.events(session, found.id or 0)[-1]
    assert (last.action, last.note) == (HazardAction.AMEND, "重大 已现场核实")


def test_a_grade_that_is_decided_to_be_general_settles_the_doubt(engine: Engine) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", "隐患 地下室住着老人")

    chat.say("ma", "12号定为一般")

    assert dict(chat.say("zhang", "12号").facts)["等级"] == "一般"
