"""What we say first when life is in danger, and to those who must know at once."""

from collections.abc import Sequence
from datetime import datetime

from storage.messages import Card

_FIRE = ("先喊人、先撤人，马上打 119", ("通知全院疏散，先救不能自理的老人，关门阻烟，不要乘电梯。",))
_FIRST_STEPS = {
    "fire": _FIRE,
    "smoke": _FIRE,
    "explosion": ("马上撤人，打 119，有人受伤打 120", ("撤到室外空旷处，不要返回现场，不要围观。",)),
    "gas_leak": (
        "马上关阀、开窗、撤人，到室外打 119",
        ("不要开关任何电器，不要在室内打电话，不要点火。",),
    ),
    "injury": ("马上打 120", ("不要随意搬动伤者，止血、保暖，派人到门口接救护车。",)),
    "missing": ("马上打 110，分头寻找", ("说清姓名、年龄、衣着、走失时间地点，调看监控，查附近路口和水边。",)),
    "collapse": ("马上撤人，打 119，有人受伤打 120", ("撤到空旷处，清点人数，不要返回室内取东西。",)),
}
NAMELESS = "匿名（举报人保密）"
"""In place of who told it, where they asked not to be named."""
_OTHER = ("先保证人员安全，需要时马上打 119、120、110", ())


def first_steps(code: str, told: Sequence[str]) -> Card:
    """Return what to do at once in this kind of danger; `told` are names and telephones of those being told."""
    title, lines = _FIRST_STEPS.get(code, _OTHER)
    whom = f"已同时通知：{'、'.join(told)}" if told else "请立即电话报告本单位负责人和民政所"
    return Card(title, lines=(*lines, whom), hints=("脱险后再补报经过即可，现在不用填表",), is_warning=True)


def no_tip() -> str:
    """Return the remark for who meant to tell a tip: life comes first."""
    return "这条按紧急情况办，没有登记为举报，也没有说是您；脱险后可以再发一次。"


def alarm(term: str, *, words: str, sender: str, phone: str, unit: str, at: datetime) -> Card:
    """Return what those in charge are told of a danger, with the sender's own words."""
    return Card(
        f"紧急：{unit or '（单位不明）'}报告{term}",
        facts=(("报告人", f"{sender} {phone}".strip()), ("时间", f"{at:%m月%d日 %H:%M}"), ("原话", words[:200])),
        lines=("请立即电话核实，并按预案处置、上报。",),
        is_warning=True,
    )
