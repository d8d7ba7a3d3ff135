"""The endpoints of the contact book: department/list, user/list, user/simplelist.

Source: document/path/90208 (获取部门列表), 96259, 96260 (获取部门成员); apps see what is in their visible scope.
"""

from typing import Any

from tests.wecom.contact_book import ContactBook, Department, Member
from tests.wecom.fields import BAD_VALUE
from tests.wecom.platform import Platform
from tests.wecom.replies import Refused, Reply, success
from tests.wecom.request import Request

NO_RIGHT = 48002
NOT_VISIBLE = 60011
NO_DEPARTMENT = 60003


def list_departments(platform: Platform, request: Request) -> Reply:
    """Answer the departments that the app sees: all, or the one named by `id` with those below it."""
    book = _opened(platform)
    found = book.visible()
    if request.query.get("id"):
        found = [one for one in book.below(_department(book, request, "id")) if one in found]
    return success(department=[_as_department(one) for one in found])


def list_users(platform: Platform, request: Request) -> Reply:
    """Answer the members of one department, not of those below it, without what new apps are not told."""
    book = _opened(platform)
    members = book.of_department(_department(book, request, "department_id"))
    return success(userlist=[_as_member(one, book) for one in members])


def list_users_simply(platform: Platform, request: Request) -> Reply:
    """Answer accounts, names and departments of the members of one department."""
    book = _opened(platform)
    members = book.of_department(_department(book, request, "department_id"))
    wanted = ("userid", "name", "department")
    return success(userlist=[{name: _as_member(one, book)[name] for name in wanted} for one in members])


def _opened(platform: Platform) -> ContactBook:
    if not platform.contacts.is_allowed:
        raise Refused(NO_RIGHT)
    return platform.contacts


def _department(book: ContactBook, request: Request, name: str) -> int:
    given = request.query.get(name, "")
    if not given.isdigit():
        raise Refused(BAD_VALUE)
    if int(given) not in book.departments:
        raise Refused(NO_DEPARTMENT)
    if not book.sees(int(given)):
        raise Refused(NOT_VISIBLE)
    return int(given)


def _as_department(department: Department) -> dict[str, Any]:
    return {
        "id": department.id,
        "name": department.name,
        "name_en": "",
        "parentid": department.parent,
        "order": 100000000,
        "department_leader": [],
    }


def _as_member(member: Member, book: ContactBook) -> dict[str, Any]:
    seen = [one for one in member.departments if book.sees(one)]
    return {
        "userid": member.userid,
        "name": member.name,
        "department": seen,
        "order": [0] * len(seen),
        "position": "",
        "is_leader_in_dept": [0] * len(seen),
        "direct_leader": [],
        "main_department": member.departments[0],
        "status": member.status,
        "alias": "",
    }
