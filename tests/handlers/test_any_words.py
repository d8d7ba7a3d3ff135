"""Whatever is typed, reading it as a confirmation or as a question raises nothing."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from config.clock import TZ
from handlers.questions.read import Known, read_query
from handlers.understand import duty_facts
from handlers.understand.duty_when import read_when
from handlers.understand.forms import read_form
from handlers.understand.units import UnitName
from handlers.understand.words import normalise
from tests.builders import a_desk

NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)
DUTIES = ("patrol", "weekly_meeting", "drill", "holiday_check", "training")
PIECES = (
    *("巡查", "夜巡", "正常", "异常", "演练", "例会", "节前检查", "培训", "8人"),
    *("二十个老人", "失能", "用时", "分钟", "实到", "应到", "主持", "议题", "昨晚"),
    *("上周", "本年度", "第二次", "两遍", "国庆", "隐患", "整改率", "排名", "前三"),
    *("最低", "多少", "哪家", "没", "各乡镇", "比", "上月", "张良镇", "敬老院"),
    *("重大", "超期", "到期", "除了", "：", "，", "。", "？", "\n", "0", "99999999999", "一百零五"),
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(DUTIES))
def test_any_words_can_be_read_as_a_confirmation(words: str, code: str) -> None:
    desk = a_desk()
    text = normalise(words, desk.lexicon.words).text
    form = read_form(text, desk.lexicon.forms)

    facts = duty_facts.read(code, text, form.fields if form else {}, desk.lexicon.forms)
    duty_facts.answer(code, ("result", "problem", "topics", "staff"), text, desk.lexicon.forms)
    read_when(text, form.fields if form else {}, NOW, desk.calendar, desk.lexicon.festivals)

    assert facts.get("result") in (None, "normal", "abnormal")


@settings(max_examples=300)
@given(TEXTS)
def test_any_words_can_be_read_as_a_question(words: str) -> None:
    desk = a_desk()
    names = [UnitName(1, "张良镇敬老院", (), "张良镇", "敬老院")]
    known = Known(names, ("张良镇",), ("刘建国",), desk.lexicon, desk.calendar, desk.tables.festivals)

    query = read_query(normalise(words, desk.lexicon.words).text, NOW, known)

    assert query is None or query.as_json()["metric"]
