"""Registers in chat: entered, verified, shown, ended, counted by township; each by those entitled."""

from datetime import date

import pytest
from sqlalchemy import Engine

from handlers import registers
from storage import hazards, units
from storage.database import work
from storage.registers import history
from storage.vocabulary import Grade, HazardState, RegisterKind
from tests.builders import County, a_county, a_person
from tests.chat import Chat, words

CERTIFICATE = "证书 王铁柱 消防设施操作员 四级 号123 2024-05-01到2027-04-30"
BUILDING = "建筑 张良镇敬老院 主楼 自建房 鉴定B级 2025-03-01 审验已验收"
ASSESSMENT = "检测评估 张良镇敬老院 消防检测 河南某公司 11月20日 合格 下次明年11月"
SYSTEM = "智能设备 张良镇敬老院 燃气报警 已装 正常 11月1日测"
RESIDENTS = "院民人数 张良镇敬老院 45 自理20 半失能10 失能15"
PLAN = "应急预案 张良镇敬老院 第3版 11月20日评审"
OFFICER = "安全员登记 王铁柱 内部培养 2024年5月1日 干过八年电工"
ALL = (CERTIFICATE, BUILDING, ASSESSMENT, SYSTEM, RESIDENTS, PLAN, OFFICER)


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def held(chat: Chat, home: str = "张良镇敬老院") -> list[tuple[RegisterKind, str]]:
    with work(chat.engine) as session:
        unit = units.by_name(session, home)
        assert unit is not None
        found = registers.holdings(session, units.tree(session), [unit.id or 0])
        return [(one.kind, one.subject) for one in found[0].entries]


def test_a_certificate_is_entered_verified_and_shown(chat: Chat) -> None:
    card = chat.say("wang", CERTIFICATE)

    assert card.title == "已登记：张良镇敬老院 证书 王铁柱 消防设施操作员"
    assert card.facts == (
        ("内容", "四级｜证号123｜没有核验"),
        ("发证", "2024年5月1日"),
        ("到期", "2027年4月30日到期，还有158天"),
    )
    assert "核验证书 王铁柱" in words(card)

    assert chat.say("li", "核验证书 王铁柱").title == "没有核验"
    assert chat.say("ma", "核验证书 王铁柱").title == "张良镇敬老院 证书 王铁柱 消防设施操作员：已核验"
    assert chat.notices("wang")[-1].title == "张良镇敬老院 证书 王铁柱 消防设施操作员：已核验"
    assert "四级｜证号123｜已核验" in words(chat.say("ma", "登记册 张良镇敬老院"))

    chat.say("ma", "撤销核验 王铁柱")
    assert "没有核验" in words(chat.say("li", "登记册"))


def test_a_verified_certificate_that_changes_must_be_verified_again(chat: Chat) -> None:
    chat.say("wang", CERTIFICATE)
    chat.say("ma", "核验证书 王铁柱")

    assert chat.say("wang", CERTIFICATE).title.startswith("没有改动")
    assert "已核验" in words(chat.say("li", "登记册"))
    chat.say("wang", CERTIFICATE.replace("2027", "2028"))
    assert "没有核验" in words(chat.say("li", "登记册"))


@pytest.mark.parametrize("said", ALL)
def test_each_kind_is_entered_and_ended(chat: Chat, said: str) -> None:
    entered = chat.say("ma", said)

    assert entered.title.startswith("已登记：张良镇敬老院")
    assert len(held(chat)) == 1
    assert chat.say("ma", said).title.startswith("没有改动：")
    undo = entered.hints[0].partition("不要了发：")[2]
    assert chat.say("ma", undo).title.startswith("已撤销登记：张良镇敬老院")
    assert held(chat) == []


def test_facts_are_read_as_they_were_said(chat: Chat, county: County) -> None:
    for said in ALL:
        chat.say("ma", said)

    with work(chat.engine) as session:
        found = registers.holdings(session, units.tree(session), [county.home.id or 0])[0].entries
        facts = {one.kind: one.facts for one in found}
        days = {one.kind: (one.done_on, one.due_on) for one in found}
    assert facts == {
        RegisterKind.CERTIFICATE: {"certificate": "fire_operator", "level": "四级", "number": "123"},
        RegisterKind.BUILDING: {"grade": "B", "acceptance": "accepted", "self_built": True},
        RegisterKind.ASSESSMENT: {
            "assessment": "fire_facility",
            "provider": "河南某公司",
            "qualification": "",
            "passed": True,
        },
        RegisterKind.SMART_SYSTEM: {"system": "gas_alarm", "installed": True, "working": True},
        RegisterKind.RESIDENTS: {"total": 45, "able": 20, "half": 10, "disabled": 15},
        RegisterKind.PLAN: {"version": "第3版"},
        RegisterKind.OFFICER: {"arrangement": "internal", "note": "干过八年电工"},
    }
    assert days[RegisterKind.ASSESSMENT] == (date(2026, 11, 20), date(2027, 11, 30))
    assert days[RegisterKind.SMART_SYSTEM] == (date(2026, 11, 1), None)
    assert days[RegisterKind.BUILDING] == (date(2025, 3, 1), None)


def test_people_of_an_institution_need_not_name_it(chat: Chat) -> None:
    chat.say("li", "院民人数 45 自理20 半失能10 失能15")
    chat.say("wang", "建筑 东楼 审验未办")
    chat.say("wang", "智能设备 一键报警 未装")

    assert held(chat) == [
        (RegisterKind.BUILDING, "东楼"),
        (RegisterKind.SMART_SYSTEM, "一键报警"),
        (RegisterKind.RESIDENTS, ""),
    ]


def test_of_a_building_only_what_is_said_changes(chat: Chat, county: County) -> None:
    chat.say("ma", "建筑 张良镇敬老院 主楼 自建房 鉴定B级 2025-03-01 审验未办")
    chat.say("ma", "建筑 张良镇敬老院 主楼 审验已备案")

    with work(chat.engine) as session:
        told = history(session, county.home.id or 0, RegisterKind.BUILDING, "主楼")
        assert told[-1].facts == {"grade": "B", "acceptance": "filed", "self_built": True}
        assert told[-1].done_on == date(2025, 3, 1)
        assert [one.ended_at is None for one in told] == [False, True]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("证书 王铁柱 消防设施操作员 四级 号123", "没有有效期"),
        ("证书 王铁柱 健康证 2024-05-01到2027-04-30", "没看出是什么证"),
        ("证书 王铁柱 消防设施操作员 2024-04-30 有效期至2023-05-01", "到期的日子要在后面"),
        ("建筑 主楼 鉴定B级", "没有鉴定日期"),
        ("建筑 主楼 厨房 审验未办", "没看懂“厨房”"),
        ("检测评估 消防检测 某公司 合格", "没有做的日期"),
        ("检测评估 消防检测 某公司 11月20日", "没写结果"),
        ("检测评估 电梯检测 某公司 11月20日 合格", "没看出是哪种检测评估"),
        ("检测评估 消防检测 某公司 2027年1月20日 合格", "2027年1月20日还没到"),
        ("智能设备 人脸门禁 已装", "没看出是哪种设备"),
        ("院民人数 45 自理20 半失能10 失能10", "加起来是40人，和总数45人对不上"),
        ("院民人数 45 自理20 半失能10 失能25", "加起来是55人"),
        ("安全员登记 王铁柱 朋友介绍", "没写配置方式"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(chat: Chat, said: str, fault: str) -> None:
    card = chat.say("li", said)

    assert card.title.startswith("没有登记：")
    assert fault in card.title
    assert card.hints[0].startswith("可以这样发：")
    assert held(chat) == []


def test_an_unknown_person_or_a_shared_name_is_answered(chat: Chat, county: County) -> None:
    assert chat.say("ma", CERTIFICATE.replace("王铁柱", "王不在")).title == "花名册里没有查到“王不在”"
    with work(chat.engine) as session:
        a_person(session, county.other_home, name="王铁柱")
    assert chat.say("ma", CERTIFICATE).title.startswith("已登记")
    assert chat.say("leader", CERTIFICATE).title == "有2个王铁柱，请写上单位"
    named = CERTIFICATE.replace("王铁柱", "马楼乡敬老院 王铁柱")
    assert chat.say("leader", named).title == "已登记：马楼乡敬老院 证书 王铁柱 消防设施操作员"


@pytest.mark.parametrize("said", ["建筑 外墙瓷砖脱落", "证书 什么时候到期", "应急预案 没有", "建筑 谁鉴定的"])
def test_other_words_that_begin_alike_are_not_entered(chat: Chat, said: str) -> None:
    chat.say("li", said)

    assert held(chat) == []


ASKERS = ("zhang", "wang", "li", "ma", "section", "leader", "admin", "niu", "hou")
WRITES = {"wang", "li", "ma", "section", "leader", "admin"}


@pytest.mark.parametrize("userid", ASKERS)
@pytest.mark.parametrize("said", ALL)
def test_only_those_entitled_enter(chat: Chat, userid: str, said: str) -> None:
    card = chat.say(userid, said)

    assert card.title.startswith("已登记") is (userid in WRITES)
    assert len(held(chat)) == (userid in WRITES)
    if userid in ("niu", "hou"):
        # What is outside somebody's scope is answered like what does not exist.
        assert "没有查到" in card.title


@pytest.mark.parametrize("userid", ASKERS)
def test_only_those_entitled_look_end_verify_and_approve(chat: Chat, userid: str) -> None:
    chat.say("admin", CERTIFICATE)
    above = {"ma", "section", "leader", "admin"}

    assert (chat.say(userid, "登记册 张良镇敬老院").title == "张良镇敬老院登记册") is (userid in WRITES)
    assert ("已核验" in chat.say(userid, "核验证书 王铁柱").title) is (userid in above)
    assert ("已设为标杆" in chat.say(userid, "设为标杆 张良镇敬老院").title) is (userid in above)
    assert chat.say(userid, "登记情况").title.endswith("登记情况") is (userid in {*above, "niu"})
    ended = chat.say(userid, "撤销登记 张良镇敬老院 证书 王铁柱")
    assert ended.title.startswith("已撤销登记") is (userid in WRITES)


def test_a_dangerous_building_is_a_major_hazard_once(chat: Chat, county: County) -> None:
    card = chat.say("li", "建筑 主楼 自建房 鉴定D级 2026-11-01 审验未办")

    assert "已登记为隐患12号" in words(card)
    chat.say("li", "建筑 主楼 鉴定C级 2026-11-02")
    chat.say("ma", "建筑 张良镇敬老院 主楼 审验已关停")
    with work(chat.engine) as session:
        (hazard,) = hazards.open_in(session, [county.home.id or 0])
        assert (hazard.grade, hazard.needs_engineering, hazard.place) == (Grade.MAJOR, True, "主楼")
        assert hazard.state is not HazardState.CLOSED
    assert "主楼经鉴定为D级危房" in words(chat.notices("ma")[0])


def test_an_office_has_no_register(chat: Chat) -> None:
    assert chat.say("leader", "登记册 张良镇民政所").title == "张良镇民政所没有登记册"


def test_what_is_ended_must_be_there(chat: Chat) -> None:
    chat.say("li", "建筑 主楼 审验未办")
    card = chat.say("li", "撤销登记 张良镇敬老院 建筑 西楼")

    assert card.title == "张良镇敬老院没有找到要的这条建筑“西楼”"
    assert card.lines == ("登记了的：主楼",)


def test_benchmarks_and_how_many_are_missing(chat: Chat) -> None:
    before = chat.say("leader", "标杆机构")
    assert before.title == "全县标杆机构0家，还差1家"
    assert before.facts[0][1] == "不少于机构总数的30%：3家里至少1家"

    assert chat.say("ma", "设为标杆 张良镇敬老院").title == "张良镇敬老院已设为标杆机构"
    assert chat.notices("li")[-1].title == "张良镇敬老院已设为标杆机构"
    after = chat.say("leader", "标杆机构")
    assert after.title == "全县标杆机构1家，已达到要求"
    assert "张良镇民政所：1家｜张良镇敬老院" in after.lines
    assert "马楼乡民政所：0家，还差1家｜还没有" in after.lines
    assert chat.say("ma", "设为标杆 张良镇敬老院").title.endswith("没有改动")

    chat.say("ma", "取消标杆 张良镇敬老院")
    assert chat.say("ma", "标杆机构").title == "张良镇民政所标杆机构0家，还差1家"


def test_safety_officers_by_township_with_the_gaps_named(chat: Chat) -> None:
    before = chat.say("leader", "一院一员")
    assert before.title == "全县一院一员：1/3家有安全员，0家持证"
    assert "· 没有安全员：马楼乡敬老院" in before.lines
    assert "· 没有有效证书：张良镇敬老院" in before.lines

    chat.say("wang", CERTIFICATE)
    assert chat.say("ma", "安全员情况").title == "张良镇民政所一院一员：1/1家有安全员，1家持证"


def test_the_counts_by_township(chat: Chat) -> None:
    for said in ALL:
        chat.say("ma", said)
    facts = dict(chat.say("leader", "登记情况").facts)

    assert facts["机构"] == "3家"
    assert facts["安全员持证"] == "1/3家（33%）"
    assert facts["建筑"] == "1栋，审验已办1栋，C、D级危房0栋"
    assert facts["登记了院民人数"] == "1/3家（33%）"
    one = chat.say("leader", "张良镇民政所登记情况")
    assert dict(one.facts)["机构"] == "1家"
    assert chat.say("li", "登记情况").title == "登记情况由民政所、股室和局里查看"


def test_a_picture_of_the_certificate_belongs_to_it(chat: Chat) -> None:
    entered = chat.mixed("wang", CERTIFICATE)
    assert "登记（证书 王铁柱 消防设施操作员）" in words(entered)
    assert "附件1份" in words(chat.say("ma", "登记册 张良镇敬老院"))

    after = chat.photo("wang")
    assert "登记（证书 王铁柱 消防设施操作员）" in words(after)
    assert "附件2份" in words(chat.say("ma", "登记册 张良镇敬老院"))


def test_a_picture_sent_before_the_words_belongs_to_them(chat: Chat) -> None:
    chat.photo("li")
    chat.say("li", "检测评估 消防检测 河南某公司 11月20日 合格 下次明年11月")

    assert "附件1份" in words(chat.say("li", "登记册"))
