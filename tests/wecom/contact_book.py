"""The fake tenant's contact book 通讯录: departments, their members, and what of them the app may see."""

from collections.abc import Iterable
from dataclasses import dataclass

ROOT = 1
ACTIVATED, DISABLED, NOT_ACTIVATED, QUIT = 1, 2, 4, 5


@dataclass(frozen=True, slots=True)
class Department:
    """One department; the root 1 is the corp itself."""

    id: int
    name: str
    parent: int = ROOT


@dataclass(frozen=True, slots=True)
class Member:
    """One member, as the console spells the account."""

    userid: str
    name: str
    departments: tuple[int, ...] = (ROOT,)
    status: int = ACTIVATED


class ContactBook:
    """Who is in which department, and the app's visible scope 可见范围."""

    def __init__(
        self,
        departments: Iterable[Department] = (Department(ROOT, "示例县民政局", 0),),
        members: Iterable[Member] = (),
        *,
        scope: Iterable[int] = (ROOT,),
        is_allowed: bool = True,
    ) -> None:
        self.departments = {one.id: one for one in departments}
        self.members = list(members)
        self.scope = set(scope)
        """The departments that the console lets the app see, with all below them."""
        self.is_allowed = is_allowed
        """Whether the app may call the interfaces of the contact book at all (48002)."""

    def sees(self, department_id: int) -> bool:
        """Return whether the app may look into this department."""
        while department_id in self.departments:
            if department_id in self.scope:
                return True
            department_id = self.departments[department_id].parent
        return False

    def below(self, department_id: int) -> list[Department]:
        """Return the department and all below it that the app sees, by id."""
        return [one for _, one in sorted(self.departments.items()) if department_id in self._above(one.id)]

    def visible(self) -> list[Department]:
        """Return all departments that the app sees, by id."""
        return [one for _, one in sorted(self.departments.items()) if self.sees(one.id)]

    def of_department(self, department_id: int) -> list[Member]:
        """Return the members of this department itself."""
        return [one for one in self.members if department_id in one.departments]

    def _above(self, department_id: int) -> set[int]:
        found = set()
        while department_id in self.departments:
            found.add(department_id)
            department_id = self.departments[department_id].parent
        return found
