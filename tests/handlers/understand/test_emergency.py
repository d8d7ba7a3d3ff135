"""A present danger is heard; drills, rules, suppositions and accidents elsewhere are not taken for one."""

import pytest

from config.lexicon import Lexicon
from handlers.understand.emergency import emergency_in
from handlers.understand.words import normalise


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("厨房着火了", "fire"),
        ("二楼起火了快来人", "fire"),
        ("插座冒火花", "fire"),
        ("配电箱冒烟了", "smoke"),
        ("三楼走廊好大一股焦糊味", "smoke"),
        ("厨房煤气漏了", "gas_leak"),
        ("闻到很大的煤气味", "gas_leak"),
        ("高压锅炸了", "explosion"),
        ("王奶奶摔倒了头流血", "injury"),
        ("有人触电了", "injury"),
        ("老人噎住了没呼吸", "injury"),
        ("李大爷走失了", "missing"),
        ("张奶奶不见了找不着", "missing"),
        ("围墙塌了", "collapse"),
        ("着火了咋办", "fire"),
        ("电梯困人了", "injury"),
        ("有个老人从后门跑出去了", "missing"),
    ],
)
def test_a_present_danger_is_heard(lexicon: Lexicon, text: str, code: str) -> None:
    found = emergency_in(normalise(text, lexicon.words).text, lexicon.emergency)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "今天搞了灭火演练，模拟厨房起火",
        "烟感冒烟报警坏了",
        "线路老化容易起火",
        "防止老人走失把门锁了",
        "地震起火了人怎么走",
        "如果起火怎么疏散",
        "某养老院起火致5人死亡，请各院吸取教训",
        "燃气泄漏报警器没通电",
        "没有人受伤",
        "液化气罐像定时炸弹一样",
        "昨晚陈奶奶差点掉床",
        "防走失手环没电了",
        "消防培训讲了起火怎么逃生",
        "火灾自动报警系统故障",
        "老人抽烟",
        "走失的李大爷找到了",
        "现场没有起火冒烟",
        "公墓祭扫区有人烧纸火星乱飞",
        "电焊火花乱溅",
        "易燃易爆品存放不规范",
        "应急预案：发生火灾时先报警",
        "煤气灶没有熄火保护，容易泄漏",
        "没有专业医护，都不会急救",
        "火灾隐患排查",
    ],
)
def test_what_is_not_happening_now_is_no_emergency(lexicon: Lexicon, text: str) -> None:
    assert emergency_in(normalise(text, lexicon.words).text, lexicon.emergency) is None


def test_words_of_the_present_overrule_a_drill(lexicon: Lexicon) -> None:
    assert emergency_in("不是演练，厨房着火了快来人", lexicon.emergency) is not None
