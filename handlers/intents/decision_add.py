"""Add what a meeting decided after it was confirmed: 决议：清理二楼通道（责任人 王铁柱，11月30日前）; 调度指示：…."""

from handlers import decisions
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.understand.decisions import read_added


def _read(heard: Heard) -> Wish | None:
    found = read_added(heard.text)
    return None if found is None else {"said": found[0], "is_dispatch": found[1]}


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return decisions.owners_in(known, heard.text, asking)


def _answer(wish: Wish, asking: Asking) -> Reply:
    if wish.get("asks") == decisions.OWNERS:
        return decisions.set_owners(wish, asking)
    return decisions.add(str(wish["said"]), asking, is_dispatch=bool(wish["is_dispatch"]))


INTENT = Intent(
    "decision_add",
    "补充会议议定事项、调度指示",
    (
        "决议：清理二楼通道（责任人 王铁柱，11月30日前）；更换灭火器（李秀英负责，12月5日前）",
        "调度指示：各民政所月底前查一遍燃气软管（责任人 马建国）",
    ),
    _read,
    _answer,
    _resume,
)
