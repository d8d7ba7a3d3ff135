"""What is wrong with the key for tips 「举报」, and which tips are late."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.commands.finding import Finding, hint, wrong
from config.sealing import KeyWrong, SealedBox
from config.settings import Settings
from storage import tips

AREA = "举报"


def key_findings(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the key."""
    try:
        box = SealedBox(settings.tip_key.get_secret_value())
    except KeyWrong as fault:
        yield wrong(AREA, f"MINAN_TIP_KEY：{fault}")
        return
    if not box.has_key:
        yield hint(
            AREA, "MINAN_TIP_KEY 没有配置：能收举报，但不保存举报人，也就不能主动答复；用 python -m bot key 生成一个"
        )


def tip_findings(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield which tips are late, and how many tipsters no key of ours can open."""
    late = tips.limit_passed(session, now=now)
    if late:
        yield hint(AREA, f"有 {late} 件举报超过了受理或办结的期限")
    try:
        box = SealedBox(settings.tip_key.get_secret_value())
    except KeyWrong:
        return
    lost = sum(not box.open(tip.sealed) for tip in tips.sealed(session))
    if lost:
        what = f"有 {lost} 件举报的举报人信息用现在的密钥打不开"
        yield wrong(AREA, f"{what}；请把旧密钥加在 MINAN_TIP_KEY 后面，用逗号隔开")
