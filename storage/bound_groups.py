"""What the roster means for groups that people have bound to a chat, which the roster does not know of."""

from collections.abc import Iterable, Mapping

from storage.units import Group


def named_now(groups: Iterable[Group], chat_id: str, unit_id: int) -> Group | None:
    """Return the bound group that a new row of the roster is about: the same chat, or without one the same unit."""
    bound = [group for group in groups if group.is_active and group.bound_by and not group.webhook_key]
    if chat_id:
        return next((group for group in bound if group.chat_id == chat_id), None)
    return next((group for group in bound if group.unit_id == unit_id), None)


def take_from_others(groups: Iterable[Group], name_by_chat: Mapping[str, str]) -> None:
    """Take a chat away from the group that people bound to it where the roster says that it is another's."""
    for group in groups:
        if group.bound_by and name_by_chat.get(group.chat_id, group.name) != group.name:
            group.chat_id, group.is_active = "", bool(group.webhook_key) and group.is_active
