"""What we say of the four measures 「滚动排查、分类处置、闭环管理、动态清零」 (G-4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.texts.duty import listed
from storage.figures import percent
from storage.messages import Card

_NAMES, _NUMBERS = 10, 20


@dataclass(frozen=True, slots=True)
class Measures:
    """The four measures of some units, each with what falls short of it."""

    days: int
    """Within so many days every institution is to be checked."""
    institutions: int
    unchecked: Sequence[str]
    hazards: int
    """All that are registered, those made void left out."""
    ungraded: Sequence[int]
    """Those that are suspected to be major and that nobody has graded."""
    closed: int
    unaccepted: Sequence[int]
    """Struck off without an acceptance by somebody else than who rectified."""
    overdue: Sequence[int]


def shown(whose: str, found: Measures) -> Card:
    """Return the four figures, and by name or number what is still wanting."""
    wanting = (found.unchecked, found.ungraded, found.unaccepted, found.overdue)
    met = sum(not one for one in wanting)
    return Card(
        f"{whose}机制情况：四项达标{met}项",
        facts=(
            ("滚动排查", _share(found.institutions, found.unchecked, f"家{found.days}天内检查过")),
            ("分类处置", _share(found.hazards, found.ungraded, "条已定级")),
            ("闭环管理", _share(found.closed, found.unaccepted, "条销号的由他人验收")),
            ("动态清零", f"超期未销号{len(found.overdue)}条"),
        ),
        lines=(
            *((f"没检查：{listed(found.unchecked, _NAMES)}",) if found.unchecked else ()),
            *_numbers("没定级", found.ungraded),
            *_numbers("没有他人验收", found.unaccepted),
            *_numbers("超期", found.overdue),
        ),
        hints=("多久没检查、清零情况可以直接发来问",),
        is_warning=met < len(wanting),
    )


def only_officers() -> Card:
    """Return who may see the measures."""
    return Card("机制情况由民政所、股室和局里查看", hints=("本单位的情况发：今日情况",))


def _share(whole: int, short: Sequence[object], what: str) -> str:
    done = whole - len(short)
    rate = percent(done, whole)
    return f"{done}/{whole}{what}" + ("" if rate is None else f"（{rate}%）")


def _numbers(heading: str, numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    more = "……" if len(numbers) > _NUMBERS else ""
    return (f"{heading}：{'、'.join(f'{one}号' for one in numbers[:_NUMBERS])}{more}",)
