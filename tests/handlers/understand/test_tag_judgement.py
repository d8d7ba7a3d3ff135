"""What counts under the fatal factors, 三清 and 两管: sentences as they are told, with what was judged by hand."""

import pytest

from handlers.understand.tag_judgement import prominent, tags_of
from storage.vocabulary import Category, Tag

F = {
    "EXIT": Tag.FACTOR_EXIT,
    "EVAC": Tag.FACTOR_EVAC,
    "HOT": Tag.FACTOR_HOTWORK,
    "FLAM": Tag.FACTOR_FLAM,
    "FIRE": Tag.FACTOR_FIRE,
    "ELEC": Tag.FACTOR_ELEC,
    "DRILL": Tag.FACTOR_DRILL,
    "MATER": Tag.FACTOR_MATER,
    "MIXED": Tag.FACTOR_MIXED,
    "EBIKE": Tag.FACTOR_EBIKE,
    "FLAME": Tag.FACTOR_FLAME,
    "清1": Tag.CLEAR_PASSAGES,
    "清2": Tag.CLEAR_BARRIERS,
    "清3": Tag.CLEAR_FLAMMABLES,
    "管1": Tag.CONTROL_FIRE,
    "管2": Tag.CONTROL_HOTWORK,
}
SENTENCES = """
EXIT|二楼东头安全出口堆了轮椅|EXIT 清1
EXIT|后门锁着打不开|EXIT
EXIT|安全出口被铁栅栏挡住|EXIT 清1 清2
EXIT|疏散门口放了两个花盆|EXIT 清1
EXIT|只有一个安全出口|EXIT
EXIT|大门口停满了车|EXIT 清1
EXIT|疏散门开启方向不对|EXIT
EVAC|三楼走廊堆放旧床|EVAC 清1
EVAC|楼梯间堆了纸箱|EVAC 清1
EVAC|疏散通道被占用|EVAC 清1
EVAC|消防车通道停着一辆面包车|EVAC 清1
EVAC|一楼过道摆了鞋柜|EVAC 清1
EVAC|楼梯没有封闭|EVAC
EVAC|楼道里放着杂物，只能侧身过|EVAC 清1
EVAC|避难间被当成仓库堆东西|EVAC 清1
HOTWORK|后院电焊没有人看火|HOT 管2
HOTWORK|施工队动火没办审批|HOT 管2
HOTWORK|焊工没有证|HOT 管2
HOTWORK|切割钢管时火花四溅|HOT 管2
FLAM|厨房存着一桶柴油|FLAM 清3
FLAM|库房堆放酒精二十箱|FLAM 清3
FLAM|院墙根堆了劈柴|FLAM 清3
FLAM|后院枯草没有清|FLAM 清3
FLAM|仓库里放着烟花爆竹|FLAM 清3
FLAM|氧气瓶和油漆放在一起|FLAM 清3
FIRE|二楼灭火器压力不足|FIRE
FIRE|消火栓没有水|FIRE
FIRE|消火栓前面堆了纸箱|FIRE 清3
FIRE|走廊疏散指示灯不亮|FIRE
FIRE|安全出口标志灯坏了|FIRE
FIRE|楼梯间防火门没有关|FIRE
FIRE|喷淋末端没有压力|FIRE
ELEC|宿舍私拉乱接电线|ELEC 清3
ELEC|老人床头用插线板接电热毯|ELEC 清3
ELEC|值班室用小太阳取暖|ELEC 清3
ELEC|配电箱门锁坏了|ELEC
ELEC|线路老化没穿管|ELEC
ELEC|厨房大功率电器共用一个插座|ELEC 清3
ELEC|护理站使用热得快|ELEC 清3
DRILL|这个季度还没有搞疏散演练|DRILL
DRILL|夜班人员不会用灭火器|DRILL
DRILL|演练时通道堵了一下，疏散用时太长|DRILL
MATER|二楼隔断用的泡沫彩钢板|MATER
MATER|活动室墙面软包是可燃材料|MATER
MIXED|仓库里住着人|MIXED
MIXED|门面房前店后宅|MIXED
EBIKE|电动车停在楼道里充电|EBIKE EVAC 清1
EBIKE|门卫室飞线给电动车充电|EBIKE 清3
EBIKE|车棚充电桩没有断电保护|EBIKE
EBIKE|电瓶拿进宿舍充电|EBIKE
FLAME|老人在床上抽烟|FLAME 管1
FLAME|活动室点蚊香没人看|FLAME 管1
FLAME|墓区烧纸焚香|FLAME 管1
FLAME|油烟管道半年没清洗|FLAME 管1
FLAME|伙房用煤火炉子，旁边没有清理|FLAME 管1
GAS|液化气罐放在楼梯间|EVAC 清1 清3
GAS|燃气软管老化|
GAS|厨房没有装燃气报警器|
FOOD|冰箱里有过期的肉|
FOOD|厨师没有健康证|
BUILD|西屋山墙有裂缝|
BUILD|房顶漏雨，瓦片脱落|
BARRIER|二楼窗户防盗网没有逃生口|清2
BARRIER|临街广告牌挡住救援窗口|清2
BARRIER|阳台装了铁栅栏|清2
MGMT|值班人员脱岗|
MGMT|巡查记录没有签字|
MGMT|没有动火审批制度|HOT 管2
OTHER|卫生间地面没有防滑垫|
OTHER|院里乱烧垃圾，烟头到处扔|管1
OTHER|楼梯扶手松动|
""".strip().splitlines()


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_counts_under(line: str) -> None:
    category, problem, expected = line.split("|")

    assert set(tags_of(Category[category], problem)) == {F[one] for one in expected.split()}


def test_there_are_enough_of_them() -> None:
    assert len(SENTENCES) >= 60
    assert {F[one] for line in SENTENCES for one in line.split("|")[2].split()} == set(Tag)


def test_the_place_counts_where_the_problem_does_not_name_it() -> None:
    assert tags_of(Category.EVAC, "堆了旧桌椅", "三楼走廊") == (Tag.FACTOR_EVAC, Tag.CLEAR_PASSAGES)


def test_tags_come_in_the_order_of_the_vocabulary() -> None:
    tags = tags_of(Category.EXIT, "安全出口被铁栅栏挡住")

    assert list(tags) == sorted(tags, key=list(Tag).index)


@pytest.mark.parametrize(
    ("category", "problem", "which"),
    [
        (Category.MATER, "活动室吊顶用的是泡沫板", "易燃可燃材料装饰装修"),
        (Category.FIRE, "消防水泵故障停用", "消防设施故障停用"),
        (Category.FIRE, "消火栓打开没水", "消防设施故障停用"),
        (Category.FIRE, "报警主机瘫痪三天了", "消防设施故障停用"),
        (Category.FIRE, "灭火器过期", ""),
        (Category.FIRE, "消火栓箱里没有水带", ""),
        (Category.EVAC, "二楼通道堆满杂物", "逃生通道堵塞"),
        (Category.EXIT, "后门夜里上锁", "逃生通道堵塞"),
        (Category.EXIT, "安全出口只有一个", ""),
        (Category.ELEC, "走廊里私拉电线", ""),
    ],
)
def test_the_three_prominent_dangers_are_named(category: Category, problem: str, which: str) -> None:
    assert prominent(category, problem) == which
