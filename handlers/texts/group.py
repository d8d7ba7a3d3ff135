"""What we say about a group chat and the unit that it belongs to."""

from collections.abc import Sequence

from storage.messages import Card

HINT = "本群还没有绑定单位，收不到提醒。请管理员或民政所、股室的人在群里@我发：绑定本群 单位名称"
"""The extra line in a group that belongs to no unit."""
_MAX_NAME = 80
_TO_UNBIND = "绑错了发：解绑本群"


def name(unit: str, number: int) -> str:
    """Return what a unit's group is called that the roster does not know; `number` from 1."""
    end = "群" if number == 1 else f"群{number}"
    return unit[: _MAX_NAME - len(end)] + end


def bound(unit: str, by: str, *, before: str, with_webhook: str, moved: bool) -> Card:
    """Return the confirmation; `before` is the unit that the chat belonged to, "" for none.

    `with_webhook` is the roster's group whose webhook the chat now shares, "" where there is none; `moved`: another
    chat was the unit's until now.
    """
    lines = [f"以后{unit}和下级单位的提醒、名单发到本群。"]
    lines += [f"本群不再属于{before}。"] if before else []
    lines += [f"{unit}原来绑定的群不再收到提醒。"] if moved else []
    if with_webhook and moved:
        lines.append(f"花名册里“{with_webhook}”的 webhook 还是原来那个群的，请管理员换成本群的。")
    elif with_webhook:
        lines.append(f"本群就是花名册里的“{with_webhook}”，它的 webhook 照旧备用；不是这个群请解绑。")
    return Card(f"本群已绑定：{unit}", facts=(("绑定人", by),), lines=tuple(lines), hints=(_TO_UNBIND,))


def bound_before(unit: str) -> Card:
    """Return the answer to a wish that is fulfilled already."""
    return Card(f"本群已经绑定{unit}，不用再绑", hints=(_TO_UNBIND,))


def unbound(unit: str, by: str, *, has_webhook: bool) -> Card:
    """Return the confirmation that the chat belongs to no unit any more."""
    left = (
        "花名册里配了 webhook，提醒仍由群机器人发到原来的群。" if has_webhook else f"{unit}的提醒改发上级的群或个人。"
    )
    return Card(
        f"本群已解绑：不再属于{unit}",
        facts=(("解绑人", by),),
        lines=(left,),
        hints=(f"要恢复发：绑定本群 {unit}",),
    )


def given_to_another_chat(unit: str, by: str) -> Card:
    """Return what a group is told whose unit was bound to another chat."""
    return Card(f"本群不再属于{unit}", lines=(f"{by}已把{unit}改绑到另一个群，提醒以后发到那个群。",))


def only_in_groups() -> Card:
    """Return where the words are to be typed."""
    return Card("请到要绑定的群里发", lines=("在那个群里@我，再发：绑定本群 单位名称。私聊里绑定不了群。",))


def only_officers() -> Card:
    """Return who may bind a group."""
    return Card("群没有改动", lines=("绑定和解绑要由管理员，或者民政所、股室、局里的人办理。",))


def not_in_your_charge(unit: str) -> Card:
    """Return why the group may not be bound to this unit, or taken away from it."""
    return Card("群没有改动", lines=(f"{unit}不在您的管辖范围内，只能绑定、解绑本单位和下级单位的群。",))


def bound_to_another(bound_to: str, wanted: str) -> Card:
    """Return what is said in a group that belongs to another unit."""
    return Card(
        f"本群已经绑定{bound_to}，没有改动",
        hints=(f"要换成{wanted}发：改绑 {wanted}", "不再绑定发：解绑本群"),
    )


def unit_has_another_chat(unit: str, group: str) -> Card:
    """Return what is said where the unit is bound to another chat."""
    return Card(
        f"{unit}已经绑定了另一个群“{group}”，没有改动",
        lines=("一个单位只绑定一个群。",),
        hints=(f"要换成本群发：改绑 {unit}",),
    )


def not_bound() -> Card:
    """Return what is said where there is nothing to take away."""
    return Card("本群没有绑定单位，不用解绑")


def which_unit(names: Sequence[str]) -> Card:
    """Return the question which unit is meant; without names: it was not recognised."""
    return Card(
        "可能是这几家，请确认单位" if names else "没认出是哪个单位，请写单位全称",
        lines=_numbered(names),
        hints=("回复序号或单位名称" if names else "回复单位名称", "不办了请回「取消」"),
    )


def which_group(unit: str, names: Sequence[str]) -> Card:
    """Return the question which of the unit's groups in the roster this chat is."""
    return Card(
        f"花名册里{unit}有{len(names)}个群，本群是哪一个？",
        lines=_numbered(names),
        hints=("回复序号", "不办了请回「取消」"),
    )


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{number}. {one}" for number, one in enumerate(names, start=1))
