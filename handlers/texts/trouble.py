"""What we say when a message could not be delivered, or a channel is gone."""

from datetime import datetime

from handlers.texts.duty import moment
from storage.messages import Card


def undelivered(whom: str, title: str, reason: str) -> Card:
    """Return the note to the officer in charge that somebody was not reached, and why."""
    return Card(
        "有消息没有送到",
        facts=(("收信人", whom), ("消息", title), ("原因", reason)),
        lines=("请用电话或当面转告，并核对花名册里的账号。",),
        is_warning=True,
    )


def bot_kicked(at: datetime) -> Card:
    """Return the alarm that the smart bot's place was taken by another program."""
    return Card(
        "智能机器人的连接被顶掉了",
        facts=(("时间", moment(at)),),
        lines=(
            "另一个程序用同一个机器人的 Secret 连上了企业微信，本系统已停止连接，收不到也发不出消息。",
            "请先停掉那个程序；不知道是谁的，请在管理后台重新生成 Secret 并更新配置。然后重启本系统。",
        ),
        is_warning=True,
    )


def person(name: str, unit: str) -> str:
    """Return how a person is named in a note."""
    return f"{name}（{unit}）"


def stranger(userid: str) -> str:
    """Return how somebody who is not in the roster is named in a note."""
    return f"账号 {userid}"
