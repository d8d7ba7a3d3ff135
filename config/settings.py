"""Secrets and addresses, from the environment or a `.env` file; nothing here is ever logged."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_CHANNEL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "自建应用": ("wecom_corp_id", "wecom_agent_id", "wecom_secret", "wecom_token", "wecom_aes_key"),
    "智能机器人": ("bot_id", "bot_secret"),
}


class SettingsWrong(Exception):
    """A setting cannot be used; the message says which one and why, in Chinese, without its value."""


class Settings(BaseSettings):
    """What the environment says, `MINAN_…` each."""

    model_config = SettingsConfigDict(
        env_prefix="MINAN_", env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("sqlite:///data/minan.db")
    """May carry a password, hence a secret."""
    data_dir: Path = Path("data")
    config_dir: Path = Path("config")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    tip_key: SecretStr = SecretStr("")
    """Seals who told a tip 「举报」; several separated by commas, the first one seals."""

    wecom_corp_id: str = ""
    wecom_agent_id: int | None = None
    wecom_secret: SecretStr = SecretStr("")
    wecom_token: SecretStr = SecretStr("")
    wecom_aes_key: SecretStr = SecretStr("")
    wecom_api_url: str = "https://qyapi.weixin.qq.com/cgi-bin"

    bot_id: str = ""
    bot_secret: SecretStr = SecretStr("")
    bot_url: str = "wss://openws.work.weixin.qq.com"
    bot_name: str = "民安"
    """As it stands in the group after @; may contain spaces."""
    bot_ca_file: Path | None = None
    """The certificate authority of a privately hosted WeCom 「私有部署」."""

    def missing(self, channel: str) -> list[str]:
        """Return the names of the variables that `channel` still needs; all of them where it is off."""
        return [f"MINAN_{name.upper()}" for name in _CHANNEL_FIELDS[channel] if not self._has(name)]

    def is_on(self, channel: str) -> bool:
        """Return whether everything that `channel` needs is there."""
        return not self.missing(channel)

    def half_filled(self) -> dict[str, list[str]]:
        """Return for each channel that has some but not all of its values what is missing."""
        return {
            channel: missing
            for channel, names in _CHANNEL_FIELDS.items()
            if (missing := self.missing(channel)) and len(missing) < len(names)
        }

    def refuse_half_filled(self) -> None:
        """Raise SettingsWrong where a channel has some but not all of its values."""
        for channel, missing in self.half_filled().items():
            raise SettingsWrong(f"{channel}只配了一半，还缺：{'、'.join(missing)}")

    def _has(self, name: str) -> bool:
        value = getattr(self, name)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


CHANNELS = tuple(_CHANNEL_FIELDS)
SELF_BUILT_APP, SMART_BOT = CHANNELS


def load_settings() -> Settings:
    """Return the settings. Raises SettingsWrong where a value has the wrong form."""
    # A line `MINAN_WECOM_AGENT_ID=` without a value means: not set.
    try:
        return Settings(_env_ignore_empty=True)
    except ValidationError as error:
        names = "、".join(sorted({f"MINAN_{str(fault['loc'][0]).upper()}" for fault in error.errors()}))
        raise SettingsWrong(f"环境变量的值格式不对：{names}") from None
