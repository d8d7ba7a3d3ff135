"""What people ask of the rules is answered from the tables that the program works by, with their clause."""

import pytest
from sqlalchemy import Engine

from config.duty_table import DutyTable
from handlers.understand.rule_topic import RuleTopic, rule_asked
from tests.builders import a_county, a_desk
from tests.chat import Chat, words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("演练多久一次", "应急疏散逃生演练：每季度至少一次，由机构办"),
        ("培训一年要搞几回", "全员安全培训：每半年至少一次"),
        ("例会多久开一次", "周例会：每周一次"),
        ("夜里非得巡两趟？", "夜间第一次、夜间第二次"),
        ("节前检查什么时候做", "重大节点、重要节日期间至少一次"),
        ("隐患整改期限一般多长时间", "一般隐患：发现后5个工作日内"),
        ("延期最多能延几天", "一次最多延30天"),
        ("重大隐患谁来验收", "重大隐患：县局股室及以上验收"),
        ("什么算重大隐患", "养老机构重大事故隐患判定标准第四条第一项"),
    ],
)
def test_a_rule_is_told_with_what_it_rests_on(sqlite_engine: Engine, asked: str, said: str) -> None:
    a_county(sqlite_engine)

    assert said in words(Chat(sqlite_engine).say("zhang", asked))


def test_a_rule_we_do_not_keep_is_not_made_up(sqlite_engine: Engine) -> None:
    a_county(sqlite_engine)

    card = Chat(sqlite_engine).say("zhang", "请问灭火器几年报废")

    assert card.title == "这条规定我这里没有收录，不敢乱答"
    assert "民政所" in words(card)


def test_every_duty_that_can_be_asked_for_is_one_of_the_table() -> None:
    table: DutyTable = a_desk().tables.duties
    asked = ["重大隐患排查几次", "月例会几次", "周会几次", "巡查几次", "演练几次", "警示片几次", "安全员培训几次"]
    asked += ["执法培训几次", "培训几次", "节前几次", "清明几次", "调度几次", "月通报几次", "季通报几次", "排名几次"]
    asked += ["督导几次", "小结几次", "总评几次", "评估几次", "自建房几次", "预案几次", "宣传月几次", "咨询日几次"]

    for text in asked:
        found = rule_asked(text)
        assert found.topic is RuleTopic.DUTY, text
        assert set(found.duties) <= table.by_code.keys(), text
