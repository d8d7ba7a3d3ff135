"""Reads the corp's contact book 「通讯录」 by the self-built app's right to look into it.

Only the app's visible scope 「可见范围」 is told. Source: document/path/90208 (获取部门列表), 96260 (获取部门成员).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from bot.channels.app_token import NAME, app_token
from bot.channels.channel import GiveUp
from bot.channels.http import Caller, raise_unless_taken
from bot.wire import words
from bot.wire.verdicts import Outcome, verdict
from config.clock import Clock
from config.limits import Limits
from config.settings import Settings

ACTIVATED, DISABLED, NOT_ACTIVATED, QUIT = 1, 2, 4, 5
"""What `Member.status` can be."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the corp."""

    userid: str
    """As the platform spells it; compared without regard to case."""
    name: str
    departments: tuple[str, ...]
    """The names of those that the app sees."""
    status: int


class ContactBook:
    """The contact book of one corp, as one app sees it."""

    def __init__(self, settings: Settings, limits: Limits, engine: Engine, clock: Clock) -> None:
        """Take the app's settings, all of them filled; the token is the one that the app's messages use."""
        self._api_url = settings.wecom_api_url.rstrip("/")
        self._hold = limits.by_channel[NAME].hold_after_refusal
        self._wecom = Caller(limits.http_timeout)
        self._token = app_token(settings, limits, self._wecom, engine, clock)

    async def close(self) -> None:
        """Close the connections."""
        await self._wecom.close()

    async def members(self) -> Sequence[Member]:
        """Return everybody whom the app sees, each once, by department. Raises TryLater or GiveUp."""
        departments = await self._departments()
        if not departments:
            raise GiveUp(words.NO_DEPARTMENTS, is_for_admin=True)
        found: dict[str, Member] = {}
        for department_id in departments:
            answer = await self._ask("user/list", {"department_id": str(department_id)})
            for row in answer["userlist"]:
                found.setdefault(str(row["userid"]).lower(), _member(row, departments))
        return list(found.values())

    async def _departments(self) -> Mapping[int, str]:
        answer = await self._ask("department/list", {})
        return {int(row["id"]): str(row["name"]) for row in answer["department"]}

    async def _ask(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        token = await self._token.get()
        answer = await self._get(path, query, token)
        if verdict(answer["errcode"]).outcome is Outcome.NEW_TOKEN:
            answer = await self._get(path, query, await self._token.replace(token))
        errcode = answer["errcode"]
        if errcode in words.CONTACT_BOOK:
            reason = words.REFUSED.format(meaning=words.CONTACT_BOOK[errcode], errcode=errcode)
            raise GiveUp(reason, is_for_admin=True)
        raise_unless_taken(answer, hold=self._hold)
        return answer

    async def _get(self, path: str, query: Mapping[str, str], token: str) -> Mapping[str, Any]:
        return await self._wecom.call("GET", f"{self._api_url}/{path}", {"access_token": token, **query})


def _member(row: Mapping[str, Any], departments: Mapping[int, str]) -> Member:
    names = tuple(departments[one] for one in row.get("department", ()) if one in departments)
    return Member(str(row["userid"]), str(row.get("name", "")), names, int(row.get("status", ACTIVATED)))
