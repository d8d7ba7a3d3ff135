"""The access token of the self-built app 「自建应用」: one for all that call in its name."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.channels.access_token import AccessToken
from bot.channels.http import Caller, raise_unless_taken
from config.clock import Clock
from config.limits import Limits
from config.settings import Settings

NAME = "self_built_app"


def app_token(settings: Settings, limits: Limits, wecom: Caller, engine: Engine, clock: Clock) -> AccessToken:
    """Return what gives the app's token, fetched where none lives. Source: document/path/91039 (获取access_token)."""
    url = f"{settings.wecom_api_url.rstrip('/')}/gettoken"

    async def fetch() -> tuple[str, timedelta]:
        who = {"corpid": settings.wecom_corp_id, "corpsecret": settings.wecom_secret.get_secret_value()}
        answer = await wecom.call("GET", url, who)
        raise_unless_taken(answer, hold=limits.by_channel[NAME].hold_after_refusal)
        return str(answer["access_token"]), timedelta(seconds=int(answer["expires_in"]))

    return AccessToken(
        engine,
        clock,
        f"{settings.wecom_corp_id}:{settings.wecom_agent_id}",
        fetch,
        early=limits.token_refresh_early,
        lease=limits.token_lease,
    )
