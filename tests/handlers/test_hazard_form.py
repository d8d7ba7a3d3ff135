"""The form 隐患上报 as people really fill it in."""

from datetime import date

import pytest
from sqlalchemy import Engine

from storage import hazards
from storage.database import work
from storage.vocabulary import Category, Grade
from tests.builders import a_county
from tests.chat import Chat

TIDY = """隐患上报
单位：张良镇敬老院
部位：二楼东头
问题：安全出口堆了轮椅
类别：安全出口
等级：一般
期限：11月27日
责任人：王铁柱"""
VARIANTS = {
    "as printed": TIDY,
    "half-width colons": TIDY.replace("：", ":"),
    "blanks around colons": TIDY.replace("：", " ： "),
    "leading #": f"#{TIDY}",
    "leading full-width ＃ and a colon": f"＃{TIDY}".replace("上报\n", "上报：\n"),
    "blank lines": TIDY.replace("\n", "\n\n"),
    "carriage returns": TIDY.replace("\n", "\r\n"),
    "other order": "\n".join([TIDY.splitlines()[0], *reversed(TIDY.splitlines()[1:])]),
    "without a title": "\n".join(TIDY.splitlines()[1:]),
    "in one line": TIDY.replace("\n", " "),
    "separated by commas": TIDY.replace("\n", "，").replace("上报，", "上报 "),
    "numbered": "\n".join(f"{n}、{line}" if n else line for n, line in enumerate(TIDY.splitlines())),
    "other names of the keys": TIDY.replace("部位", "位置").replace("问题", "隐患描述").replace("期限", "整改时限"),
    "addressed to the bot": f"@民安 {TIDY}",
    "the unit left out": "\n".join(line for line in TIDY.splitlines() if not line.startswith("单位")),
    "optional lines empty": TIDY.replace("单位：张良镇敬老院", "单位：") + "\n照片：",
    "full-width digits": TIDY.replace("11月27日", "１１月２７日"),
    "a nickname of the unit": TIDY.replace("单位：张良镇敬老院", "单位：俺院"),
    "title in brackets": TIDY.replace("隐患上报", "【隐患上报】"),
}


@pytest.mark.parametrize("form", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_form_is_read_however_it_is_written(sqlite_engine: Engine, form: str) -> None:
    a_county(sqlite_engine)

    card = Chat(sqlite_engine).say("zhang", form)

    assert card.title == "已登记：12号隐患"
    with work(sqlite_engine) as session:
        found = hazards.by_number(session, 12)
    assert found is not None
    assert (found.place, found.problem, found.category, found.grade, found.due_on, found.owner_name) == (
        "二楼东头",
        "安全出口堆了轮椅",
        Category.EXIT,
        Grade.GENERAL,
        date(2026, 11, 27),
        "王铁柱",
    )


@pytest.mark.parametrize(
    ("form", "due_on", "owner"),
    [
        ("隐患上报\n问题：二楼安全出口堆了轮椅", date(2026, 11, 24), "王铁柱"),
        ("隐患上报\n问题：二楼安全出口堆了轮椅\n期限：3个工作日内", date(2026, 11, 26), "王铁柱"),
        ("隐患：二楼安全出口堆了轮椅", date(2026, 11, 24), "王铁柱"),
        ("隐患 二楼安全出口堆了轮椅，周五前清走", date(2026, 11, 27), "王铁柱"),
        ("隐患上报\n问题：二楼安全出口堆了轮椅\n责任人：院长李秀英", date(2026, 11, 24), "李秀英"),
    ],
)
def test_what_a_form_leaves_out_is_filled_in(sqlite_engine: Engine, form: str, due_on: date, owner: str) -> None:
    a_county(sqlite_engine)

    Chat(sqlite_engine).say("zhang", form)

    with work(sqlite_engine) as session:
        found = hazards.by_number(session, 12)
    assert found is not None
    assert (found.due_on, found.owner_name, found.category) == (due_on, owner, Category.EXIT)
