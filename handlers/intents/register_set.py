"""Enter something into a register: 证书 王铁柱 消防设施操作员 …, 建筑 …, 检测评估 …, 智能设备 …, 院民人数 …."""

from handlers import registers
from handlers.asked_unit import asked_unit
from handlers.intent import Asking, Heard, Intent, Question, Reply, Sorry, Wish
from handlers.register_person import named_person
from handlers.registers import Subject
from handlers.texts import register as texts
from handlers.understand.days import Time, find_times
from handlers.understand.register_entry import Said, read_entry
from handlers.understand.register_words import read_entering
from handlers.unit_asking import named_unit, with_unit
from storage.units import Unit
from storage.vocabulary import Level, RegisterKind

_OF_PEOPLE = (RegisterKind.CERTIFICATE, RegisterKind.OFFICER)


def _read(heard: Heard) -> Wish | None:
    entering = None if heard.form is not None else read_entering(heard.text)
    return None if entering is None else {"kind": entering.kind.value, "text": entering.text}


def _answer(wish: Wish, asking: Asking) -> Reply:
    kind = RegisterKind.from_term(wish["kind"])
    assert kind is not None
    if kind in _OF_PEOPLE:
        person, rest = named_person(wish["text"], asking)
        unit = asking.tree.by_id[person.unit_id]
        registers.check_writes(unit, kind, asking)
        return registers.enter(Subject(unit, person), kind, _said(kind, rest, asking), asking)
    found = _unit(wish, asking)
    if isinstance(found, Question):
        return found
    unit, rest = found
    registers.check_writes(unit, kind, asking)
    return registers.enter(Subject(unit), kind, _said(kind, rest, asking), asking)


def _unit(wish: Wish, asking: Asking) -> tuple[Unit, str] | Question:
    """Return the unit and the words behind its name; people of an institution need not name their own."""
    if "unit_id" not in wish:
        name, _, rest = wish["text"].partition(" ")
        if asking.unit.level is Level.INSTITUTION and (name.isdigit() or asked_unit(name, asking) is None):
            return asking.unit, wish["text"]
        wish = {**wish, "unit": name, "rest": rest}
    unit = named_unit(wish, asking)
    return unit if isinstance(unit, Question) else (unit, wish["rest"])


def _said(kind: RegisterKind, text: str, asking: Asking) -> Said:
    def find(words: str, is_past: bool) -> tuple[Time, ...]:
        festivals = asking.desk.lexicon.festivals
        return find_times(words, asking.now, asking.desk.calendar, festivals, is_past=is_past)

    try:
        return read_entry(kind, text, find, asking.today)
    except ValueError as fault:
        raise Sorry(texts.unclear(kind, str(fault))) from fault


INTENT = Intent(
    "register_set",
    "登记证书、建筑、检测和设备",
    (
        "证书 王铁柱 消防设施操作员 四级 号123 2024-05-01到2027-04-30",
        "建筑 张良镇敬老院 主楼 自建房 鉴定B级 2025-03-01 审验已验收",
        "检测评估 张良镇敬老院 消防检测 河南某公司 11月20日 合格 下次明年11月",
        "智能设备 张良镇敬老院 燃气报警 已装 正常 11月1日测",
        "院民人数 45 自理20 半失能10 失能15",
        "应急预案 张良镇敬老院 第3版 11月20日评审",
        "安全员登记 王铁柱 内部培养 2024年5月1日",
    ),
    _read,
    _answer,
    with_unit,
)
