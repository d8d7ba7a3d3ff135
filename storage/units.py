"""The tree of units 「单位」 (H-2) and the group chats 「群」 that belong to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Field, Session, col

from storage.columns import Table, json_field, word_field
from storage.vocabulary import Level, UnitType


class Unit(Table, table=True):
    """The bureau, a section, a township office or an institution."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=80)
    short_names: list[str] = json_field(default_factory=list)
    type: UnitType = word_field(UnitType)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    section_id: int | None = Field(default=None, foreign_key="unit.id")
    """The section in charge of a township 「股室分包乡镇」 (S3-2); set on township offices."""
    town: str = Field(default="", max_length=40)
    is_residential: bool = False
    is_key: bool = False
    """A key unit of fire safety 「消防安全重点单位」: five people answer for it by name (T2-6)."""
    is_affiliated: bool = False
    """An institution directly below the bureau 「局属单位」, which owes some of what offices owe (T10-2, T10-3)."""
    headcount: int | None = None
    since: date | None = None
    """From when duties are owed; None: as long as we know."""
    is_active: bool = True

    @property
    def level(self) -> Level:
        """Return the unit's level in the tree."""
        return self.type.level


class Group(Table, table=True):
    """A group chat that hears about a unit and everything below it."""

    __tablename__ = "chat_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=80)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    webhook_key: str = Field(default="", max_length=200, repr=False)
    """A credential: never logged, never shown."""
    chat_id: str = Field(default="", max_length=120)
    bound_by: str = Field(default="", max_length=260)
    """The message that last bound the chat to the unit or took it away; "" where only the roster ever spoke of it."""
    is_active: bool = True


class Tree:
    """All active units in memory: who stands above and below whom. A county has hundreds, not millions."""

    def __init__(self, units: Iterable[Unit]) -> None:
        """Take the units as they were read; parents may come after their children."""
        self.by_id: dict[int, Unit] = {unit.id: unit for unit in units if unit.id is not None}
        self._children: dict[int | None, list[int]] = {}
        for unit_id, unit in self.by_id.items():
            self._children.setdefault(unit.parent_id, []).append(unit_id)

    def above(self, unit_id: int) -> list[Unit]:
        """Return the unit and its superiors, nearest first; a circle in bad data ends where it closes."""
        chain: list[Unit] = []
        unit = self.by_id.get(unit_id)
        while unit is not None and unit not in chain:
            chain.append(unit)
            unit = self.by_id.get(unit.parent_id) if unit.parent_id is not None else None
        return chain

    def below(self, unit_id: int) -> set[int]:
        """Return the ids of the unit and of all below it; a section also has the townships in its charge."""
        found: set[int] = set()
        waiting = [unit_id]
        while waiting:
            current = waiting.pop()
            if current in found or current not in self.by_id:
                continue
            found.add(current)
            waiting += self._children.get(current, [])
            waiting += [other for other, unit in self.by_id.items() if unit.section_id == current]
        return found

    def at(self, level: Level) -> list[Unit]:
        """Return the units of one level, by id."""
        return [unit for _, unit in sorted(self.by_id.items()) if unit.level is level]

    def superior(self, unit_id: int, level: Level) -> Unit | None:
        """Return the nearest unit of `level` at or above; a section by its township; None where there is none."""
        chain = self.above(unit_id)
        if level is Level.SECTION:
            in_charge = next((unit.section_id for unit in chain if unit.section_id is not None), None)
            if in_charge is not None:
                return self.by_id.get(in_charge)
        return next((unit for unit in chain if unit.level is level), None)

    def asked_at(self, unit_id: int, with_group: Collection[int]) -> int:
        """Return the unit in whose group `unit_id` is asked: the nearest at or above it of those `with_group`.

        Where nobody above has a group it is the direct superior, whose people are asked instead.
        """
        chain = [unit.id for unit in self.above(unit_id) if unit.id is not None]
        return next((one for one in chain if one in with_group), chain[min(1, len(chain) - 1)])


def tree(session: Session) -> Tree:
    """Return the tree of the active units."""
    return Tree(session.scalars(select(Unit).where(col(Unit.is_active)).order_by(col(Unit.id))))


def everyone(session: Session) -> Sequence[Unit]:
    """Return all units by id, also those no longer active."""
    return session.scalars(select(Unit).order_by(col(Unit.id))).all()


def by_name(session: Session, name: str) -> Unit | None:
    """Return the unit with exactly this full name, active or not."""
    return session.scalars(select(Unit).where(col(Unit.name) == name)).first()


def groups(session: Session) -> Sequence[Group]:
    """Return all active groups, by id."""
    return session.scalars(select(Group).where(col(Group.is_active)).order_by(col(Group.id))).all()


def group_of(session: Session, tree: Tree, unit_id: int) -> Group | None:
    """Return the group of the unit or of the nearest superior that has one; None where nobody has."""
    group_by_unit = {group.unit_id: group for group in reversed(groups(session))}
    return next((group_by_unit[unit.id] for unit in tree.above(unit_id) if unit.id in group_by_unit), None)


def group_by_chat(session: Session, chat_id: str) -> Group | None:
    """Return the group with this chat id."""
    return session.scalars(select(Group).where(col(Group.chat_id) == chat_id, col(Group.is_active))).first()


def groups_of(session: Session, unit: Unit) -> Sequence[Group]:
    """Return the unit's own active groups, by id.

    The unit stays locked until the transaction ends: of two chats that are bound to it at once, one sees the other.
    """
    session.execute(select(col(Unit.id)).where(col(Unit.id) == unit.id).with_for_update(key_share=True))
    rows = select(Group).where(col(Group.unit_id) == unit.id, col(Group.is_active)).order_by(col(Group.id))
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def given_up_group(session: Session, unit: Unit) -> Group | None:
    """Return the unit's group that nothing was left of when its chat was taken away, to be taken up again."""
    rows = select(Group).where(col(Group.unit_id) == unit.id, ~col(Group.is_active), col(Group.bound_by) != "")
    return session.scalars(rows.where(col(Group.webhook_key) == "", col(Group.chat_id) == "")).first()


def has_group_called(session: Session, name: str) -> bool:
    """Return whether there is a group of this name, active or not."""
    return session.scalars(select(Group).where(col(Group.name) == name)).first() is not None


def bind(session: Session, group: Group, chat_id: str, *, message: str) -> None:
    """Let the chat be this group's from now on; `message` is the one that says so, channel:message_id."""
    group.chat_id, group.bound_by, group.is_active = chat_id, message, True
    session.add(group)
    session.flush()


def unbind(session: Session, group: Group, *, message: str) -> None:
    """Take the chat away from the group, which is then of use only where it has a webhook."""
    group.chat_id, group.bound_by, group.is_active = "", message, bool(group.webhook_key)
    session.flush()
