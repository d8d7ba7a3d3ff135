"""What lies close together and is not the same: taxonomy §3, near misses; and the slots they fill (§4)."""

from datetime import datetime

import pytest

from config.calendar import WorkCalendar
from config.lexicon import Lexicon
from config.zone import TZ
from handlers.understand.read import read

REF = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("演练完成", "drill_confirm"),
        ("演练都做了没", "status_query"),
        ("演练多久搞一次", "ask_rule"),
        ("俺院演练报了没", "my_todo"),
        ("演练怎么上报", "help"),
        ("演练还没搞的单位月底前必须搞", "assign_urge"),
        ("演练台账发我一份", "ledger_export"),
        ("演练次数从多到少排一下", "ranking"),
        ("演练人数写错了，应该是35人", "amend_cancel"),
        ("【匿名】演练照片是去年的", "anonymous_report"),
        ("演练的时候发现一楼应急灯不亮", "report_hazard"),
        ("【通知】各单位负责人明天上午九点到局里开会", "chitchat"),
        ("22号夜巡忘报了，补一下，正常", "patrol_confirm"),
        ("22号隐患弄好了", "rectify_done"),
        ("22号还是不中，重新弄", "accept_reject"),
        ("22号验收通过", "accept_pass"),
        ("22号弄到哪一步了", "status_query"),
        ("22号抓紧弄", "assign_urge"),
        ("22号能不能缓三天", "extension_request"),
        ("报错了，撤销", "amend_cancel"),
        ("报错了怎么改", "help"),
        ("别说是我说的，后门夜里反锁", "anonymous_report"),
        ("匿名举报这个月收到几条", "status_query"),
        ("电动车能不能进楼", "ask_rule"),
        ("电动车在楼道充电", "report_hazard"),
        ("我家电动车坏了，请一天假", "chitchat"),
        ("收到，马上落实", "chitchat"),
        ("不合格", "accept_reject"),
        ("有没有填报模板", "help"),
        ("俺看了一圈，啥问题没有", "patrol_confirm"),
        ("催张良把18号改了", "assign_urge"),
        ("走廊最低多少照度", "ask_rule"),
        ("模拟厨房起火，都撤到院里，30人", "drill_confirm"),
        ("8号现在弄不了，等焊工有空再说", "extension_request"),
        ("#3和#4是同一条，留一个", "amend_cancel"),
        ("八月十五前里里外外看了一遍，没事", "holiday_check_confirm"),
    ],
)
def test_near_misses_are_told_apart(text: str, intent: str, lexicon: Lexicon, calendar: WorkCalendar) -> None:
    assert read(text, REF, lexicon, calendar).intent.intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("「#15 已整改，请验收」 同意", "accept_pass"),
        ("「#15 已整改，请验收」 灯还是不亮，退回", "accept_reject"),
        ("「#15 已整改」 好的", "chitchat"),
        ("「#15 请于20日前整改」 已经弄好了", "rectify_done"),
        ("「#15 请于20日前整改」 没货，往后推一周", "extension_request"),
        ("「请各单位做好元旦节前检查」 已查，没问题", "holiday_check_confirm"),
        ("「已登记：12号隐患 三楼」 不对，是四楼", "amend_cancel"),
    ],
)
def test_what_stands_behind_a_quote_decides(text: str, intent: str, lexicon: Lexicon, calendar: WorkCalendar) -> None:
    assert read(text, REF, lexicon, calendar).intent.intent == intent


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("27号厂家没货，申请延半个月", {"hazard_id": "27", "deadline": "半个月", "reason": "厂家没货"}),
        ("9号下雪上不了房，推到下周三中不中", {"hazard_id": "9", "deadline": "下周三", "reason": "下雪上不了房"}),
        ("编号：012；验收结论：不合格；原因：门关不严", {"hazard_id": "012", "reason": "门关不严"}),
        ("12号交给李院长，今天下班前弄好", {"hazard_id": "12", "owner": "李院长", "deadline": "今天下班前"}),
        ("@王所长 26号你负责，明天弄完", {"hazard_id": "26", "owner": "王所长", "deadline": "明天"}),
        ("会开完了，来了七八个人", {"attendees": "7"}),
        ("例会应到20人，实到18人", {"attendees": "18"}),
        ("15號請陳師傅三天內處理", {"hazard_id": "15", "owner": "陳師傅", "deadline": "三天內"}),
    ],
)
def test_slots_keep_the_words_of_the_message(
    text: str, slots: dict[str, str], lexicon: Lexicon, calendar: WorkCalendar
) -> None:
    assert dict(read(text, REF, lexicon, calendar).slots) == slots


def test_the_signs_that_decided_are_told(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    why = read("22号夜巡忘报了，补一下，正常", REF, lexicon, calendar).intent.why

    assert "巡查“" in why
    assert "”" in why


def test_what_shows_no_sign_is_acted_on_by_nobody(lexicon: Lexicon, calendar: WorkCalendar) -> None:
    guess = read("甲乙丙丁", REF, lexicon, calendar).intent

    assert (guess.intent, guess.is_sure) == ("chitchat", False)
