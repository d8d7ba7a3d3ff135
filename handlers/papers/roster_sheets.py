"""The sheets of the roster workbook: their columns, what each is for and what may stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.responsibilities import FIVE, THREE
from storage.vocabulary import (
    AssessmentKind,
    CertificateKind,
    FireAcceptance,
    Responsibility,
    Role,
    SmartKind,
    UnitType,
    Word,
)

YES_OR_NO = ("是", "否")
TYPES = tuple(one.term for one in UnitType)
ROLES = tuple(one.term for one in Role)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one sheet."""

    title: str
    note: str
    width: int
    is_needed: bool = False
    """Whether the sheet is no use without it, and every row must fill it."""
    limit: int = 80
    """How many characters a cell may have."""
    choices: tuple[str, ...] = ()
    """What the drop-down offers."""
    choices_from: str = ""
    """The sheet whose first column the drop-down offers."""
    is_date: bool = False
    """Whether a cell may hold a date instead of text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    title: str
    columns: tuple[Column, ...]

    @property
    def by_title(self) -> Mapping[str, Column]:
        """Return the columns by their title."""
        return {column.title: column for column in self.columns}


_NOT_IN_USE = Column(
    "停用", "填“是”表示不再使用（例如调走、撤并）；名单里删掉一行不会删除，只会提示", 8, choices=YES_OR_NO, limit=8
)

UNITS = Sheet(
    "单位",
    (
        Column("名称", "全称，不能重复；其他地方提到这个单位都写全称", 24, is_needed=True),
        Column("简称", "大家平时的叫法，有几个就用顿号隔开，例如：张良院、张良敬老院", 24, limit=200),
        Column("类型", "从下拉里选", 16, is_needed=True, limit=20, choices=TYPES),
        Column("上级", "上级单位的全称：机构填民政所或局，民政所和股室填局，局不填", 20, choices_from="单位"),
        Column("乡镇", "所在乡镇（街道、办事处），例如：张良镇", 14, limit=40),
        Column("住宿", "有没有人过夜：有的要做夜间巡查", 8, limit=8, choices=YES_OR_NO),
        Column("人数", "工作人员加服务对象的总人数；演练是否覆盖所有人按它核对", 8, limit=8),
        Column("分包股室", "只有民政所填：局里哪个股室分包这个乡镇", 16, choices_from="单位"),
        Column("重点单位", "是不是消防安全重点单位：是的要有五包一责任人", 10, limit=8, choices=YES_OR_NO),
        _NOT_IN_USE,
    ),
)
PEOPLE = Sheet(
    "人员",
    (
        Column("账号", "企业微信账号（通讯录里的“账号”，不是姓名、不是手机号）", 18, is_needed=True, limit=64),
        Column("姓名", "真实姓名", 12, is_needed=True, limit=40),
        Column("单位", "所在单位的全称", 24, is_needed=True, choices_from="单位"),
        Column("角色", "从下拉里选；一个人只有一个角色", 12, is_needed=True, limit=20, choices=ROLES),
        Column("手机", "手机号或带区号的座机", 16, limit=20),
        Column("替补账号", "本人不在时顶替的人的账号", 18, limit=64),
        _NOT_IN_USE,
    ),
)
GROUPS = Sheet(
    "群",
    (
        Column("名称", "群的名字，不能重复", 24, is_needed=True),
        Column("单位", "这个群属于哪个单位：它和它下级的提醒都发到这个群", 24, is_needed=True, choices_from="单位"),
        Column("webhook", "群机器人的 webhook 地址，整个地址或者只写 key 都行；相当于密码，不要外传", 44, limit=300),
        Column("会话ID", "一般不用填：在群里发“绑定本群”就记下了，这里空着不会清掉", 24, limit=120),
        _NOT_IN_USE,
    ),
)
RESPONSIBILITY_BY_TITLE = {one.term: one for one in (*THREE, *FIVE)}
_WHO = {
    Responsibility.SUPERVISION: "局里谁监管这家机构：姓名，后面可以写职务、电话，用空格隔开",
    Responsibility.MAIN: "机构的主要负责人：姓名 职务 电话",
    Responsibility.TERRITORY: "乡镇（街道）谁负责，可以不在花名册里：姓名 职务 电话",
}
ANSWERABLE = Sheet(
    "责任",
    (
        Column("单位", "机构全称，一家一行；整张表可以不填，也可以在群里说", 24, is_needed=True, choices_from="单位"),
        *(
            Column(one.term, _WHO.get(one, "重点单位才填：姓名 职务 电话；空着不会清掉原来的人"), 26, limit=120)
            for one in RESPONSIBILITY_BY_TITLE.values()
        ),
    ),
)
_UNIT = Column("单位", "机构全称；整张表可以不填，也可以在群里说", 24, is_needed=True, choices_from="单位")


def _terms(words: type[Word]) -> tuple[str, ...]:
    return tuple(one.term for one in words)


def _date(title: str, note: str, *, is_needed: bool = False) -> Column:
    return Column(title, f"{note}，写成 2024-05-01，日期格式也行", 14, is_needed=is_needed, limit=20, is_date=True)


CERTIFICATES = Sheet(
    "证书",
    (
        _UNIT,
        Column("姓名", "持证人，要在“人员”里", 12, is_needed=True, limit=40),
        Column("证书", "从下拉里选", 18, is_needed=True, limit=20, choices=_terms(CertificateKind)),
        Column("等级", "例如：四级", 8, limit=20),
        Column("证号", "证书编号", 24, limit=40),
        _date("发证日期", "发证的日子"),
        _date("有效期至", "最后一天；长期有效的空着"),
    ),
)
BUILDINGS = Sheet(
    "建筑",
    (
        _UNIT,
        Column("名称", "哪栋建筑，例如：主楼；一栋一行", 16, is_needed=True, limit=60),
        Column("自建房", "是不是自建房", 8, limit=8, choices=YES_OR_NO),
        Column(
            "鉴定等级", "最近一次房屋鉴定的等级；C、D级要登记为重大隐患", 10, limit=8, choices=("A", "B", "C", "D")
        ),
        _date("鉴定日期", "最近一次房屋鉴定的日子"),
        Column("消防审验", "消防审验办了没有", 12, limit=20, choices=_terms(FireAcceptance)),
    ),
)
ASSESSMENTS = Sheet(
    "检测评估",
    (
        _UNIT,
        Column("种类", "从下拉里选；每种写最近一次", 20, is_needed=True, limit=20, choices=_terms(AssessmentKind)),
        Column("检测机构", "谁做的", 24, limit=60),
        Column("资质", "资质证书编号", 20, limit=40),
        _date("日期", "做的日子", is_needed=True),
        Column("结果", "不合格的问题另外报隐患", 10, is_needed=True, limit=20, choices=("合格", "不合格")),
        _date("下次日期", "下次的日子；空着按配置的间隔算"),
    ),
)
SYSTEMS = Sheet(
    "智能设备",
    (
        _UNIT,
        Column("种类", "从下拉里选", 16, is_needed=True, limit=20, choices=_terms(SmartKind)),
        Column("已装", "装了没有", 8, is_needed=True, limit=8, choices=YES_OR_NO),
        Column("正常", "现在能不能用", 8, limit=8, choices=YES_OR_NO),
        _date("测试日期", "最近一次测试的日子"),
    ),
)
RESIDENTS = Sheet(
    "人数",
    (
        _UNIT,
        Column("总数", "院民总数，只写人数，不写姓名", 8, is_needed=True, limit=8),
        Column("自理", "其中能自理的人数", 8, limit=8),
        Column("半失能", "其中半失能（半自理）的人数", 8, limit=8),
        Column("失能", "其中失能的人数", 8, limit=8),
        Column("失智", "其中失智的人数，可以和前面重复", 8, limit=8),
        _date("统计日期", "哪天的人数"),
    ),
)
REGISTER_SHEETS = (CERTIFICATES, BUILDINGS, ASSESSMENTS, SYSTEMS, RESIDENTS)
SHEETS = (UNITS, PEOPLE, GROUPS, ANSWERABLE, *REGISTER_SHEETS)

UNREAD = frozenset({"序号", "备注", "说明"})
"""Columns that offices add for themselves: nobody needs to be told that they are not read."""
