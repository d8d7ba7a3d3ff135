"""Hazards are read out of free text: negation, turns, lists, places, grades."""

import pytest

from config.lexicon import Lexicon
from handlers.understand.hazard_text import HazardReading, read_hazards
from handlers.understand.words import normalise


def _read(text: str, lexicon: Lexicon) -> HazardReading:
    return read_hazards(normalise(text, lexicon.words).text, lexicon.hazards, lexicon.places)


def test_one_line_gives_category_place_and_problem(lexicon: Lexicon) -> None:
    (draft,) = _read("二楼东头安全出口堆了轮椅", lexicon).drafts

    assert draft.categories == ("EXIT",)
    assert draft.place == "二楼东头安全出口"
    assert draft.problem == "二楼东头安全出口堆了轮椅"
    assert draft.grade is None
    assert draft.missing == ("等级",)


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("安全出口标志灯不亮", ("FIRE",)),
        ("楼梯间放了两个煤气罐", ("GAS", "EVAC")),
        ("三个电动车停在楼梯间充电", ("EBIKE", "EVAC")),
        ("配电箱下面堆着纸箱", ("ELEC",)),
        ("灭火器前面堆了米面", ("FIRE",)),
        ("焊工没证在院里电焊", ("HOTWORK",)),
        ("烟花爆竹存放在值班室", ("FLAM",)),
        ("墓区有人放鞭炮", ("FLAME",)),
        ("厨师健康证到期了", ("FOOD",)),
        ("彩钢板里头拉了电线", ("MATER", "ELEC")),
        ("消控室值班员没有证", ("MGMT",)),
        ("夜班护理员不会用灭火器", ("DRILL",)),
        ("老人住在半地下室", ("BUILD",)),
        ("安全出口装了铁栅栏", ("EXIT", "BARRIER")),
        ("电梯超期没检还在用", ("OTHER",)),
    ],
)
def test_crossing_categories_are_settled_by_what_has_to_be_mended(
    lexicon: Lexicon, text: str, categories: tuple[str, ...]
) -> None:
    assert _read(text, lexicon).categories == categories


@pytest.mark.parametrize(
    "text",
    [
        "消防通道没有堵塞",
        "本院无电动自行车进楼入户、飞线充电现象",
        "二楼杂物已清",
        "灭火器多久换一次",
        "严禁占用、堵塞疏散通道，严禁锁闭安全出口",
        "上个月郑州一家养老院起火，大家引以为戒",
        "有人举报说我院锁门，经查不属实",
        "所有房间检查一遍，没有使用电热毯的",
        "",
    ],
)
def test_what_is_no_present_fault_gives_no_hazard(lexicon: Lexicon, text: str) -> None:
    assert not _read(text, lexicon).is_hazard


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("除了三楼应急灯不亮，其他正常", "三楼应急灯不亮"),
        ("灯换了，开关还是坏的", "开关还是坏的"),
        ("烟感都试了 就207不响", "就207不响"),
    ],
)
def test_a_turn_leaves_the_fault_that_is_not_taken_back(lexicon: Lexicon, text: str, problem: str) -> None:
    (draft,) = _read(text, lexicon).drafts

    assert problem in draft.problem


def test_several_hazards_keep_their_own_places(lexicon: Lexicon) -> None:
    drafts = _read("二楼过道堆着纸箱，三楼应急灯不亮，厨房软管老化", lexicon).drafts

    assert [draft.categories[0] for draft in drafts] == ["EVAC", "FIRE", "GAS"]
    assert [draft.place for draft in drafts] == ["二楼过道", "三楼", "厨房"]


def test_a_line_without_commas_is_split_as_well(lexicon: Lexicon) -> None:
    assert _read("安全出口堵了应急灯不亮电线乱拉", lexicon).categories == ("EXIT", "FIRE", "ELEC")


def test_a_place_that_says_little_gives_way_to_the_one_before_it(lexicon: Lexicon) -> None:
    reading = _read("西厢房去年请检测公司看过，报告写C级，老人还在里头睡", lexicon)

    assert [draft.place for draft in reading.drafts] == ["西厢房"]


def test_what_is_told_again_in_the_same_words_is_one_hazard(lexicon: Lexicon) -> None:
    problems = [one.problem for one in _read("灭火器过期，插座烧黑了，灭火器过期", lexicon).drafts]

    assert problems == ["灭火器过期", "插座烧黑了"]


def test_a_consequence_is_no_hazard_of_its_own(lexicon: Lexicon) -> None:
    assert len(_read("过道堆满杂物，影响疏散逃生，老人走路容易绊倒", lexicon).drafts) == 1


@pytest.mark.parametrize(
    ("text", "grade", "clause"),
    [
        ("老院房屋经鉴定属D级危房，尚未搬离", "重大", "M1"),
        ("老人活动室顶棚是彩钢板泡沫夹芯的", "重大", "M3"),
        ("锅炉超期没检还在烧", "重大", "M4"),
        ("食堂一直没办食品经营许可证", "重大", "M6"),
        ("食堂没有摆放食品经营许可证", "一般", "第2.4节"),
        ("二楼一个灭火器过期", "一般", "第2.4节"),
        ("安全出口锁着", None, "一句话不能定级"),
    ],
)
def test_the_grade_is_suggested_with_its_condition(
    lexicon: Lexicon, text: str, grade: str | None, clause: str
) -> None:
    reading = _read(text, lexicon)

    assert reading.grade == grade
    assert reading.clause.startswith(clause)


def test_each_decision_says_which_words_and_rule(lexicon: Lexicon) -> None:
    reading = _read("楼梯间放了两个煤气罐", lexicon)

    assert reading.drafts[0].why == ("1.1-6 燃气瓶放在通道楼梯：燃气为主，通道为次（“楼梯间放了两个煤气罐”）",)
    assert reading.why == ("“楼梯间放了两个煤气罐”：说有问题（放了）",)


def test_a_thing_that_is_only_named_is_not_sure(lexicon: Lexicon) -> None:
    assert _read("二楼安全出口锁着", lexicon).is_sure
    assert not _read("消防水带就在一楼柜子里", lexicon).is_sure


@pytest.mark.parametrize(
    "text",
    [
        "西屋漏的地方拿油毡铺上了，昨夜下雨没再滴",
        "有人说灶房漏气，去看了是炒菜的烟",
        "食堂只有一名炊事员，是否必须办健康证",
        "电工挨个摸了线路，没有发烫哩",
        "疏散通道干干净净，一件东西没放",
        "动火作业必须办理审批，落实现场监护",
        "俺表哥他们小区电瓶车着了，恁可都当心",
        "东楼一到四层挨个推了防火门，都能自己关上",
        "院墙没见裂缝，瓦也没松",
        "插排串接的都拆了，加装了两个墙插",
        "安全出口处堆放的轮椅已移到库房",
        "打算把防盗窗改成能开的，正联系厂家",
        "依据规范，疏散走道净宽不应小于1.1米",
        "食堂不足三十人用餐，还要不要办许可证？",
        "电梯停用期间还用年检不",
        "举报称地下室住人，现场是杂物房，没人住",
        "群里说后门锁着，过去一看是开的",
    ],
)
def test_good_news_rules_and_questions_are_no_hazards(text: str, lexicon: Lexicon) -> None:
    assert not _read(text, lexicon).is_hazard


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("后门锁着灭火器没压力插板烧黑了", ["后门锁着", "灭火器没压力", "插板烧黑了"]),
        ("1.东院围墙裂缝2.西院井盖缺失", ["东院围墙裂缝", "西院井盖缺失"]),
        ("油烟道没清洗，油垢往下滴", ["油烟道没清洗，油垢往下滴"]),
        ("灭火器都换新了，就是西边楼道那俩没压力", ["就是西边楼道那俩没压力"]),
        ("这墙都斜成啥样了还让老人在底下晒太阳？", ["这墙都斜成啥样了还让老人在底下晒太阳"]),
    ],
)
def test_each_thing_with_its_own_fault_is_a_hazard(text: str, problems: list[str], lexicon: Lexicon) -> None:
    assert [draft.problem for draft in _read(text, lexicon).drafts] == problems


def test_a_heading_gives_its_place_to_all_that_follows(lexicon: Lexicon) -> None:
    reading = _read("消控室：主机报故障未处理；值班员无证", lexicon)

    assert [draft.place for draft in reading.drafts] == ["消控室", "消控室"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("灭火器压力不足，瓶身锈迹斑斑", 1),
        ("安全出口锁着，担架抬不出去", 1),
        ("怕老人走失，侧门一直反锁", 1),
        ("库房里汽油、酒精与被褥混放", 1),
        ("楼道里停着正充电的电三轮", 1),
        ("配电箱门掉了，员工不会报警", 2),
        ("应急灯坏1盏，灭火器过期2具", 2),
        ("别处都好，就东门锁着，还有二楼烟感掉了", 2),
        ("检查发现：防火门敞着；过道停放轮椅三台", 2),
        ("值班员没证，侧门上锁，院里已列为重大火灾隐患单位", 2),
        ("阳台焊着铁栏，过道堆满纸箱，床头插座松了", 3),
        ("焊工没证煤气罐漏气楼道堆满床", 3),
        ("床栏断了、楼道堆煤、外窗装铁栅栏、无值班记录", 4),
    ],
)
def test_a_part_an_effect_or_a_reason_goes_on_with_its_hazard_and_another_thing_opens_its_own(
    text: str, number: int, lexicon: Lexicon
) -> None:
    assert len(_read(text, lexicon).drafts) == number


@pytest.mark.parametrize(
    "text",
    [
        "消火栓箱里水枪让人拿走了",
        "巡查记录提前一天全写好了",
        "预案还是三年前的，人都换完了",
        "门禁断电不释放，停电试了还吸着",
        "说是有双人值班，夜里去就一个人",
        "疏散门是推拉门，不是平开的",
        "轮胎花纹磨平了还拉着老人跑",
    ],
)
def test_faults_told_in_words_of_work_done_or_of_good_news_are_hazards(text: str, lexicon: Lexicon) -> None:
    assert _read(text, lexicon).is_hazard


@pytest.mark.parametrize(
    "text",
    [
        "三号楼客梯下次检验日期为今年3月，至今没有复检",
        "管电梯的没有电梯安全管理员证",
        "食堂经营许可从来没申请过",
        "厨房还在用甲醇灶，备用桶摆了五个",
        "仓库用泡沫夹芯彩钢板搭建，里面摆了床铺，住着三名工人",
    ],
)
def test_what_the_standards_call_grave_is_suggested_as_such(text: str, lexicon: Lexicon) -> None:
    assert _read(text, lexicon).grade == "重大"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("三楼疏散门装了密码锁", "三楼"),
        ("三楼安全出口堆着旧床", "三楼安全出口"),
        ("康养楼消火栓没水", "康养楼"),
        ("保育员宿舍插座烧黑了", "保育员宿舍"),
        ("检验科酒精敞着放", "检验科"),
        ("二层失智照护区窗户焊死", "二层失智照护区窗户"),
        ("洗碗池边插座没盖子，微型消防站缺两顶头盔", None),
        ("楼梯间的门敞着", None),
        ("食堂的健康证都过期了", None),
        ("消控室就一个人值班", None),
    ],
)
def test_the_place_is_where_the_thing_is_without_the_thing_itself(
    text: str, place: str | None, lexicon: Lexicon
) -> None:
    assert _read(text, lexicon).place == place
