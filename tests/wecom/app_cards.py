"""Cards of the self-built app as they stand before their readers, and the clicks on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.wecom.bot_seen import choices_of, keys_of
from tests.wecom.callback_xml import Callbacks
from tests.wecom.platform import Platform
from tests.wecom.seen import Seen


def standing(seen: Seen) -> dict[str, Any]:
    """Return the card as it stands there now. Raises KeyError where this is none."""
    card: dict[str, Any] = seen.payload["template_card"]
    for update in seen.updates:
        card = update.get("template_card") or {**card, "replace_text": update["button"]["replace_name"]}
    return card


def click(
    write: Callbacks,
    platform: Platform,
    seen: Seen,
    key: str,
    chosen: Mapping[str, Sequence[str]] | None = None,
    **common: Any,
) -> str:
    """Return the inner XML of the reader's click on what has this key, with options chosen by question key.

    Raises ValueError where the card, as it stands there now, has no such key or option, or is grey.
    """
    card, ticked = standing(seen), chosen or {}
    offered = choices_of(card)
    if "replace_text" in card or key not in keys_of(card):
        raise ValueError(f"cannot be clicked: {key}")
    if any(set(ids) - offered.get(asked, set()) for asked, ids in ticked.items()):
        raise ValueError(f"cannot be chosen: {ticked}")
    code = platform.new_response_code(seen.msgid)
    common = {"sender": seen.reader, **common}
    return write.card_click(key, card["task_id"], code, card_type=card["card_type"], chosen=ticked, **common)
