"""Judge by category and words what a hazard counts under: fatal factors (T5-6), 三清 (T5-7a–c), 两管 (T5-8); pure."""

import re

from storage.vocabulary import Category, Tag

_FACTOR_BY_CATEGORY = {
    Category.EXIT: Tag.FACTOR_EXIT,
    Category.EVAC: Tag.FACTOR_EVAC,
    Category.HOTWORK: Tag.FACTOR_HOTWORK,
    Category.FLAM: Tag.FACTOR_FLAM,
    Category.FIRE: Tag.FACTOR_FIRE,
    Category.ELEC: Tag.FACTOR_ELEC,
    Category.DRILL: Tag.FACTOR_DRILL,
    Category.MATER: Tag.FACTOR_MATER,
    Category.MIXED: Tag.FACTOR_MIXED,
    Category.EBIKE: Tag.FACTOR_EBIKE,
    Category.FLAME: Tag.FACTOR_FLAME,
}
"""The listed factors are the first eleven categories, one each (taxonomy §1)."""
FACTORS = tuple(_FACTOR_BY_CATEGORY.values())
"""All eleven, in the order of the text."""
CLEARED = (Tag.CLEAR_PASSAGES, Tag.CLEAR_BARRIERS, Tag.CLEAR_FLAMMABLES)
CONTROLLED = (Tag.CONTROL_FIRE, Tag.CONTROL_HOTWORK)

_EXIT = r"安全出口|疏散出口|疏散门|出口|后门|侧门|大门口|门口"
_EVAC = r"疏散通道|消防通道|消防车通道|通道|走廊|走道|过道|楼道|楼梯|前室|避难间"
_PASSAGE = re.compile(rf"{_EXIT}|{_EVAC}")
_ON_EXIT, _ON_EVAC = re.compile(_EXIT), re.compile(_EVAC)
_LEFT_THERE = re.compile(
    r"堆|放(?!映)|堵|占|停[着放满了有在]|停.{0,4}(?:车|电瓶)|障碍|杂物|摆|挡|拦|横着|充电|栅栏|卷帘|铁门|码[着放]|搁|撂|塞|存"
)
_ONLY_A_SIGN = re.compile(r"(?:出口|通道|楼梯|走廊|走道|楼道|过道).{0,3}(?:标志|指示|灯|照明|牌子?)|防火门|闭门器")
_BARRIER = re.compile(r"防盗[网窗]|铁栅栏|栅栏|护栏网|铁栏杆?|铁闸|广告牌|封窗|窗户?.{0,4}(?:封死|焊死)")
_FLAMMABLE = re.compile(
    r"汽油|柴油|煤油|酒精|油漆|稀料|香蕉水|醇基|烟花|爆竹|鞭炮|氧气瓶|液化气|煤气罐|气罐|气瓶|钢瓶|易燃易爆|危险品"
)
_COMBUSTIBLE = re.compile(
    r"可燃(?:物|杂物)|易燃(?:物|杂物)|纸箱|纸板|废纸|劈柴|柴[火草禾垛]|木[柴料]堆?|枯[草枝叶]|干草|秸秆|废品|泡沫|棉[絮被]|旧被褥|破烂|杂物"
)
_STORED = re.compile(
    r"堆|放|存|储|囤|码[着放]|搁|撂|摆|积|混|没(?:有)?清|未清|一桶|一箱|满是|有(?:很多|不少|大量|几)"
)
_WIRING = re.compile(
    r"私拉|乱[拉接搭]|飞线|拉线|接线板|插线板|插排|排插|插板|拖线板|大功率|电炉|热得快|小太阳|电暖|取暖器|电磁炉|电热毯|电褥子|超负荷"
)
_NOT_WIRED = re.compile(r"(?:没|未|没有|缺少?)(?:电暖|取暖器|插排|插座)")
_FIRE_SOURCE = re.compile(
    r"抽烟|吸烟|烟头|烟蒂|蚊香|蜡烛|明火|烧纸|烧香|上香|焚香|香烛|煤火|煤炉|煤球炉|炭火|炭盆|火盆|火炉|烤火|燃放|放炮|放鞭炮|焚烧|烧(?:垃圾|荒|柴|树叶|秸秆)|打火机|火柴|生火|柴火灶"
)
_OUT_OF_ORDER = re.compile(
    r"故障|停用|停了|瘫痪|失灵|失效|(?:没|无)(?:有)?水(?!带|枪)|不能(?:用|启动)|启动不了|打不着|不出水|不报警|被关|关(?:着|闭)|坏了"
)
_SHUT = re.compile(r"锁(?!具)|堵|封(?:死|闭|住|堵)|打不开|焊死|钉死")
_HOT_WORK = re.compile(r"动火|电焊|气焊|焊接|焊工|施焊|气割|切割|割焊|火花四溅|喷灯")


def tags_of(category: Category, problem: str, place: str = "") -> tuple[Tag, ...]:
    """Return the tags of a hazard, in the order of the vocabulary; empty where it counts under none.

    Source: 子方案 T5-6, T5-7a–c, T5-8a–b; the category gives its own factor, the words the rest.
    """
    said = problem if place in problem else f"{place}，{problem}"
    found = {_FACTOR_BY_CATEGORY[category]} if category in _FACTOR_BY_CATEGORY else set()
    if _blocks_a_passage(said, category):
        found.add(Tag.CLEAR_PASSAGES)
        found |= {Tag.FACTOR_EVAC} if _ON_EVAC.search(said) else set()
        found |= {Tag.FACTOR_EXIT} if re.search(r"安全出口|疏散出口|疏散门", said) else set()
    if category is Category.BARRIER or _BARRIER.search(said):
        found.add(Tag.CLEAR_BARRIERS)
    if _is_clutter(said, category):
        found.add(Tag.CLEAR_FLAMMABLES)
    if category is Category.FLAME or _FIRE_SOURCE.search(said):
        found.add(Tag.CONTROL_FIRE)
    if category is Category.HOTWORK or _HOT_WORK.search(said):
        found |= {Tag.CONTROL_HOTWORK, Tag.FACTOR_HOTWORK}
    return tuple(one for one in Tag if one in found)


def prominent(category: Category, problem: str, place: str = "") -> str:
    """Return which of the dangers that T6-10 calls 突出安全隐患 the hazard is, "" for none of them.

    违规使用易燃可燃材料装饰装修, 消防设施故障停用, 逃生通道堵塞: each may be major, which a person decides.
    """
    said = problem if place in problem else f"{place}，{problem}"
    if category is Category.MATER:
        return "易燃可燃材料装饰装修"
    if category is Category.FIRE and _OUT_OF_ORDER.search(said):
        return "消防设施故障停用"
    is_way_out = category in (Category.EXIT, Category.EVAC)
    return "逃生通道堵塞" if is_way_out and (_blocks_a_passage(said, category) or _SHUT.search(said)) else ""


def _blocks_a_passage(said: str, category: Category) -> bool:
    """Return whether something was left or put up on an exit, a passage or stairs (T5-7a)."""
    if category in (Category.MGMT, Category.DRILL, Category.FOOD) or _ONLY_A_SIGN.search(said):
        return False
    return bool(_PASSAGE.search(said) and _LEFT_THERE.search(said))


def _is_clutter(said: str, category: Category) -> bool:
    """Return whether flammables, combustible clutter or wild wiring and strong appliances are there (T5-7c)."""
    if category is Category.FLAM or (_WIRING.search(said) and not _NOT_WIRED.search(said)):
        return category not in (Category.MGMT, Category.DRILL, Category.FOOD)
    kept = _FLAMMABLE.search(said) or (_COMBUSTIBLE.search(said) and not _PASSAGE.search(said))
    return bool(kept and _STORED.search(said)) and category not in (Category.MGMT, Category.FOOD, Category.FLAME)
