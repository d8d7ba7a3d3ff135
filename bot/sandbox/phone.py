"""What the phones of the sandbox still show of letters that the program has covered 「举报」: in memory alone."""

import json
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
_MOST = 50
"""Letters of one chat."""


class Phones:
    """Confidential letters as they arrived, by conversation; a restart of the sandbox forgets them."""

    def __init__(self) -> None:
        """Begin with empty phones."""
        self._letters: dict[str, deque[Json]] = defaultdict(lambda: deque(maxlen=_MOST))

    def keep(self, conversation: str, row_id: int, body: str, *, at: str, sender: str) -> None:
        """Keep a letter that was just sent, if it is confidential."""
        card = json.loads(body)
        if not card["is_confidential"]:
            return
        self._letters[conversation].append(
            {
                "id": f"out-{row_id}",
                "at": at,
                "order": row_id,
                "is_robot": True,
                "sender": "",
                "name": sender,
                "text": card["title"],
                "preview": card["title"],
                "card": card | {"buttons": (), "choices": ()},
                "attachments": [],
                "is_push": False,
            }
        )

    def clear(self) -> None:
        """Forget everything: the sandbox starts over."""
        self._letters.clear()

    def of(self, conversation: str) -> Sequence[Json]:
        """Return what was kept of this chat, oldest first."""
        return tuple(self._letters.get(conversation, ()))
