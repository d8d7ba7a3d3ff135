"""What we say about which section is in charge of which towns 「股室分包乡镇」 (S3-2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.messages import Card


@dataclass(frozen=True, slots=True)
class Charge:
    """One section and the townships in its charge, by name."""

    section: str
    towns: Sequence[str]


def table(charges: Sequence[Charge], without: Sequence[str], *, may_assign: bool) -> Card:
    """Return the table and the towns that no section is in charge of, these first."""
    gap = (f"还没有股室分包的{len(without)}个：{'、'.join(without)}",) if without else ()
    example = f"{charges[0].section if charges else '养老服务股'} 分包 {without[0] if without else '张良镇'}"
    return Card(
        "股室分包乡镇",
        facts=tuple((one.section, "、".join(one.towns) or "没有分包乡镇") for one in charges),
        lines=gap,
        hints=(f"指定发：{example}",) if may_assign else (),
        is_warning=bool(without),
    )


def assigned(section: str, moved: Sequence[str], same: Sequence[str]) -> Card:
    """Return the read-back; `moved` are the towns with who was in charge of each before, `same` those that stay."""
    return Card(
        f"{section}分包{len(moved)}个乡镇" if moved else "没有改动",
        lines=(*moved, *((f"本来就由{section}分包：{'、'.join(same)}",) if same else ())),
        hints=("全表发：分包乡镇", "分错了再发一遍，或发：取消分包 乡镇名"),
    )


def moved(town: str, before: str) -> str:
    """Return one town that changed hands; `before` is the section until now, "" for none."""
    return f"{town}（原来：{before or '没有股室分包'}）"


def released(towns: Sequence[str]) -> Card:
    """Return the read-back of towns that no section is in charge of any more."""
    return Card("已取消分包", lines=tuple(towns), hints=("重新指定发：股室名 分包 乡镇名", "全表发：分包乡镇"))


def unknown_section(said: str, known: Sequence[str]) -> Card:
    """Return what is said of a section that there is not."""
    return Card(
        f"没有找到股室“{said}”，没有改动",
        lines=(f"现有股室：{'、'.join(known)}",) if known else ("花名册里还没有股室。",),
    )


def unknown_towns(said: Sequence[str]) -> Card:
    """Return what is said of towns that there are not: nothing was changed, the others neither."""
    return Card(f"没有找到乡镇：{'、'.join(said)}，没有改动", lines=("请写乡镇名或民政所全称，几个之间用顿号。",))


def not_yours() -> Card:
    """Return who decides which section is in charge of which town."""
    return Card("没有改动", lines=("股室分包乡镇由局领导或管理员指定。",))


def told(section: str, towns: Sequence[str], by: str) -> Card:
    """Return what the people of a section are told that has more towns now."""
    return Card(f"{section}新分包：{'、'.join(towns)}", facts=(("指定人", by),), hints=("全表发：分包乡镇",))
