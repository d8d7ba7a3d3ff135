"""What we say about duties that need not be done 「免办」."""

from collections.abc import Sequence

from storage.messages import Button, Card

HOW = "免办 张良镇敬老院 日巡查 到12月10日 停业装修"


def subject(unit_id: int, code: str) -> str:
    """Return what the button is about that takes an excuse back."""
    return f"excuse:{unit_id}:{code}"


def closed_as(who: str) -> str:
    """Return what that button becomes once `who` has taken it back."""
    return f"已由{who}恢复"


def excused(unit: str, duty: str, periods: Sequence[str], reason: str, subject: str) -> Card:
    """Return the confirmation: which periods of which duty, and why."""
    return Card(
        f"已免办：{unit} {duty}",
        facts=(("免办", _listed(periods)), ("原因", reason)),
        lines=("不再提醒，不算未办。",),
        hints=(f"要恢复发：取消免办 {unit} {duty}",),
        buttons=(Button("恢复", f"取消免办 {unit} {duty}"),),
        subject=subject,
    )


def restored(unit: str, duty: str, periods: Sequence[str]) -> Card:
    """Return the confirmation that an excuse was taken back."""
    return Card(f"已恢复：{unit} {duty}", facts=(("恢复", _listed(periods)),), lines=("照常提醒，照常计算。",))


def only_superiors() -> Card:
    """Return why somebody may not excuse: nobody excuses themselves."""
    return Card("免办要由上级决定", lines=("请向民政所说明原因，由民政所或局里发「免办」。",))


def not_in_your_charge() -> Card:
    """Return why a unit may not be excused."""
    return Card("这个单位不在您的管辖范围内", lines=("只能免办自己管辖的单位。",))


def incomplete(*, lacks_unit: bool, lacks_duty: bool, lacks_reason: bool) -> Card:
    """Return what is missing, with an example."""
    lacking = [
        term for term, lacks in (("哪个单位", lacks_unit), ("哪项任务", lacks_duty), ("原因", lacks_reason)) if lacks
    ]
    return Card(f"还缺：{'、'.join(lacking)}", lines=("没有登记。请写全再发一次。",), hints=(f"例如：{HOW}",))


def nothing_to_excuse(unit: str, duty: str) -> Card:
    """Return what is said where no period of the duty is open, or none was excused."""
    return Card(f"没有可办的：{unit} {duty}", lines=("现在没有未办的这项任务，或者没有免办过。",))


def _listed(periods: Sequence[str]) -> str:
    shown = "、".join(periods[:6])
    return f"{shown} 等{len(periods)}期" if len(periods) > 6 else shown
