"""Who the fake tenant is: the corp, its one app, its one smart bot and their secrets. None of them is real."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What an administrator would read in the console 管理后台; the defaults are published sample values."""

    corp_id: str = "ww0123456789abcdef"
    agent_id: int = 1000002
    secret: str = "fake-secret"
    token: str = "QDG6eK"
    aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    """EncodingAESKey, 43 characters."""
    bot_id: str = "aibFakeBotOfMinan"
    bot_secret: str = "fake-bot-secret"
    """The secret for long connections 长连接专用."""
    bot_name: str = "民安 助手"
    """What people write after @ in a group; such names may hold spaces."""
