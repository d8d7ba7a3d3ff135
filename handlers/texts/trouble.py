"""What we say when a message could not be delivered."""

from storage.messages import Card


def undelivered(whom: str, title: str, reason: str) -> Card:
    """Return the note to the officer in charge that somebody was not reached, and why."""
    return Card(
        "有消息没有送到",
        facts=(("收信人", whom), ("消息", title), ("原因", reason)),
        lines=("请用电话或当面转告，并核对花名册里的账号。",),
        is_warning=True,
    )


def person(name: str, unit: str) -> str:
    """Return how a person is named in a note."""
    return f"{name}（{unit}）"


def stranger(userid: str) -> str:
    """Return how somebody who is not in the roster is named in a note."""
    return f"账号 {userid}"
