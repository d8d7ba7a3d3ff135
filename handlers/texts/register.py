"""What we say about the registers 「登记册」 of an institution: entries, read-backs, what is lacking."""

from collections.abc import Sequence
from datetime import date

from storage.hazards import Hazard
from storage.messages import Card
from storage.registers import RegisterEntry
from storage.vocabulary import Arrangement, FireAcceptance, RegisterKind

PROBLEM = "问题"
"""The field of a hazard's form that tells what is wrong."""
_SHOWN = 12
_EXAMPLES = {
    RegisterKind.OFFICER: "安全员登记 王铁柱 内部培养 2024年5月1日",
    RegisterKind.CERTIFICATE: "证书 王铁柱 消防设施操作员 四级 号123 2024-05-01到2027-04-30",
    RegisterKind.BUILDING: "建筑 张良镇敬老院 主楼 自建房 鉴定B级 2025-03-01 审验已验收",
    RegisterKind.ASSESSMENT: "检测评估 张良镇敬老院 消防检测 河南某公司 11月20日 合格 下次明年11月",
    RegisterKind.SMART_SYSTEM: "智能设备 张良镇敬老院 燃气报警 已装 正常 11月1日测",
    RegisterKind.RESIDENTS: "院民人数 张良镇敬老院 45 自理20 半失能10 失能15",
    RegisterKind.PLAN: "应急预案 张良镇敬老院 第3版 11月20日评审",
    RegisterKind.BENCHMARK: "设为标杆 张良镇敬老院",
}
_DONE = {
    RegisterKind.OFFICER: "任职",
    RegisterKind.CERTIFICATE: "发证",
    RegisterKind.BUILDING: "鉴定",
    RegisterKind.ASSESSMENT: "检测",
    RegisterKind.SMART_SYSTEM: "测试",
    RegisterKind.RESIDENTS: "统计",
    RegisterKind.PLAN: "评审",
    RegisterKind.BENCHMARK: "认定",
}
_HEADS = (("able", "自理"), ("half", "半失能"), ("disabled", "失能"), ("dementia", "失智"))


def full_day(day: date) -> str:
    """Return the day with its year: 2027年4月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def what(entry: RegisterEntry) -> str:
    """Return the kind with the subject: 证书 王铁柱 消防设施操作员."""
    return f"{entry.kind.term} {entry.subject}".strip()


def entry_name(entry: RegisterEntry) -> str:
    """Return what a picture proves that was sent with the entry: 登记（证书 王铁柱 消防设施操作员）."""
    return f"登记（{what(entry)}）"


def runs_out(last: date | None, today: date) -> str:
    """Return how long something still counts, "" for what does not run out."""
    if last is None:
        return ""
    left = (last - today).days
    if left < 0:
        return f"{full_day(last)}到期，已过期{-left}天"
    return f"{full_day(last)}到期，还有{left}天" if left else f"{full_day(last)}到期，就是今天"


def facts_of(entry: RegisterEntry) -> tuple[str, ...]:
    """Return what is said of the entry besides its days, in a few words each."""
    said = entry.facts
    match entry.kind:
        case RegisterKind.OFFICER:
            arranged = Arrangement.from_term(str(said.get("arrangement", "")))
            parts = [arranged.term if arranged else "", said.get("note", "")]
        case RegisterKind.CERTIFICATE:
            number = said.get("number", "")
            parts = [said.get("level", ""), f"证号{number}" if number else ""]
            parts += ["已核验" if entry.verified_at is not None else "没有核验"]
        case RegisterKind.BUILDING:
            accepted = FireAcceptance.from_term(str(said.get("acceptance", "")))
            grade = said.get("grade", "")
            parts = ["自建房" if said.get("self_built") else "", f"鉴定{grade}级" if grade else ""]
            parts += [f"消防审验{accepted.term}" if accepted else ""]
        case RegisterKind.ASSESSMENT:
            qualification = said.get("qualification", "")
            parts = ["合格" if said.get("passed") else "不合格", said.get("provider", "")]
            parts += [f"资质{qualification}" if qualification else ""]
        case RegisterKind.SMART_SYSTEM:
            state = "" if said.get("working") is None else "正常" if said["working"] else "故障"
            parts = ["已装" if said.get("installed") else "未装", state]
        case RegisterKind.RESIDENTS:
            parts = [f"共{said.get('total', 0)}人", *(f"{term}{said[key]}" for key, term in _HEADS if key in said)]
            parts += [f"结对表{said['paired_on']}确认" if said.get("paired_on") else ""]
        case RegisterKind.PLAN:
            parts = [said.get("version", "")]
        case RegisterKind.BENCHMARK:
            parts = [f"{said.get('approved_by', '')}认定"]
    return tuple(str(one) for one in parts if one)


def line(entry: RegisterEntry, last: date | None, today: date, pictures: int) -> str:
    """Return the entry on one line, with how many pictures and files prove it."""
    done = f"{full_day(entry.done_on)}{_DONE[entry.kind]}" if entry.done_on else ""
    parts = (entry.subject, *facts_of(entry), done, runs_out(last, today), f"附件{pictures}份" if pictures else "")
    return "｜".join(one for one in parts if one)


def entered(
    unit: str,
    entry: RegisterEntry,
    last: date | None,
    today: date,
    *,
    is_same: bool,
    hazard: Hazard | None,
    found: Sequence[str] = (),
) -> Card:
    """Return the read-back of an entry; `hazard` is what a dangerous building was registered as.

    `found` are the lines about the hazards that an assessment has found.
    """
    said = facts_of(entry)
    lines = []
    if hazard is not None:
        lines.append(
            f"C级、D级危房是重大隐患：已登记为隐患{hazard.number}号，人员要撤出、停用，工程验收和重新鉴定后才能销号。"
        )
    lines += found
    if entry.facts.get("passed") is False and not entry.facts.get("findings"):
        lines.append("不合格的问题请写在后面（发现问题：…；…），或逐条报隐患：隐患 部位 问题")
    if entry.kind is RegisterKind.CERTIFICATE and entry.verified_at is None:
        lines.append(f"请把证书给民政所看，民政所核验后发：核验证书 {entry.subject.split(' ')[0]}")
    if entry.kind is RegisterKind.PLAN:
        lines.append("已请本单位每个人阅读，读完发「已读预案」；看谁没读发「谁没读预案」。")
    ends = runs_out(last, today)
    return Card(
        f"没有改动：{unit} {what(entry)}本来就是这样" if is_same else f"已登记：{unit} {what(entry)}",
        facts=(
            *((("内容", "｜".join(said)),) if said else ()),
            *(((_DONE[entry.kind], full_day(entry.done_on)),) if entry.done_on else ()),
            *((("到期", ends),) if ends else ()),
        ),
        lines=tuple(lines),
        hints=(f"写错了重新发一遍就行，不要了发：撤销登记 {unit} {what(entry)}",),
        is_warning=hazard is not None or bool(found) or (last is not None and last < today),
    )


def unclear(kind: RegisterKind, fault: str) -> Card:
    """Return why an entry was not understood, with one that is right."""
    return Card(f"没有登记：{fault}", hints=(f"可以这样发：{_EXAMPLES[kind]}",))


def ended(unit: str, entry: RegisterEntry) -> Card:
    """Return the read-back of an entry that stands no longer."""
    return Card(
        f"已撤销登记：{unit} {what(entry)}",
        facts=(("原来", "｜".join(facts_of(entry)) or "（没有别的内容）"),),
        hints=(f"撤错了重新登记，例如：{_EXAMPLES[entry.kind]}",),
    )


def no_such_entry(unit: str, kind: RegisterKind, subject: str, known: Sequence[str]) -> Card:
    """Return that there is no such entry, or several, with those that there are."""
    listed = [one for one in known if one][:_SHOWN]
    return Card(
        f"{unit}没有找到要的这条{kind.term}{f'“{subject[:40]}”' if subject else ''}",
        lines=(f"登记了的：{'、'.join(listed)}",) if listed else (f"{unit}没有登记过{kind.term}。",),
        hints=(f"全部登记发：登记册 {unit}",),
    )


def verified(unit: str, entry: RegisterEntry, by: str, *, is_genuine: bool, is_same: bool) -> Card:
    """Return who has seen the certificate itself, or that nobody has any more."""
    state = "已核验" if is_genuine else "改为没有核验"
    person = entry.subject.split(" ")[0]
    return Card(
        f"{'没有改动，' if is_same else ''}{unit} {what(entry)}：{state}",
        facts=((("核验人", by),) if by and is_genuine else ()),
        hints=(f"弄错了发：{'撤销核验' if is_genuine else '核验证书'} {person}",),
    )


def nobody(name: str) -> Card:
    """Return that the roster has nobody of this name in the asker's charge."""
    return Card(
        f"花名册里没有查到“{name[:40]}”",
        lines=("请写花名册里的姓名；也可能不在您的管辖范围内。",),
        hints=(f"可以这样发：{_EXAMPLES[RegisterKind.CERTIFICATE]}",),
    )


def which_person(name: str, units: Sequence[str]) -> Card:
    """Return that several people have this name, and how one of them is named."""
    return Card(
        f"有{len(units)}个{name[:40]}，请写上单位",
        lines=tuple(f"· {one} {name[:40]}" for one in units[:_SHOWN]),
        hints=(f"例如：证书 {units[0]} {name[:40]} 消防设施操作员 …",),
    )


def no_institution(unit: str) -> Card:
    """Return that only institutions have registers."""
    return Card(f"{unit}没有登记册", lines=("登记册是给机构的，请写机构名称。",), hints=("例：登记册 张良镇敬老院",))


def not_yours(unit: str) -> Card:
    """Return who may see and change the registers."""
    return Card("没有改动", lines=(f"{unit}的登记册由机构负责人、安全员和上级登记、查看。",))


def not_yours_to_verify(unit: str) -> Card:
    """Return who verifies a certificate."""
    return Card("没有核验", lines=(f"{unit}的证书由民政所或上级核验，本单位不能自己核验。",))


def only_above(unit: str) -> Card:
    """Return who approves a benchmark institution."""
    return Card("没有改动", lines=(f"{unit}是不是标杆机构，由民政所、股室或局里认定。",))


def benchmark_set(unit: str, by: str, *, is_one: bool) -> Card:
    """Return the read-back."""
    undo = "取消标杆" if is_one else "设为标杆"
    return Card(
        f"{unit}已设为标杆机构" if is_one else f"{unit}已不再是标杆机构",
        facts=(("认定人" if is_one else "取消人", by),),
        hints=(f"弄错了发：{undo} {unit}", "名单和差几家发：标杆机构"),
    )


def benchmark_same(unit: str, *, is_one: bool) -> Card:
    """Return the answer to a wish that is fulfilled already."""
    return Card(f"{unit}本来就{'是' if is_one else '不是'}标杆机构，没有改动")


def condemned(building: str, grade: str) -> str:
    """Return the hazard that a building of grade C or D is."""
    return f"{building}经鉴定为{grade}级危房"
