"""What is missing or wrong in the environment, and which dates nobody has announced yet."""

import os
import re
from collections.abc import Iterator
from datetime import date

from bot.commands.finding import Finding, hint, wrong
from config.settings import CHANNELS, SELF_BUILT_APP, Settings
from config.tables import Tables
from handlers.papers.font import FontMissing, find_font

AREA, DATES = "设置", "日期"
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
_ADDRESSES = {"public_url": "http", "wecom_api_url": "http", "bot_url": "ws"}


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the environment."""
    half = settings.half_filled()
    for channel in CHANNELS:
        missing = "、".join(settings.missing(channel))
        if channel in half:
            yield wrong(AREA, f"{channel}只配了一半，还缺：{missing}（补齐，或者全部去掉）")
        elif not settings.is_on(channel):
            yield hint(AREA, f"{channel}没有启用；要启用请配置：{missing}")
    if settings.bot_ca_file is not None and not settings.bot_ca_file.is_file():
        yield wrong(AREA, f"MINAN_BOT_CA_FILE 指的证书文件 {settings.bot_ca_file} 不存在")
    key = settings.wecom_aes_key.get_secret_value()
    if key and not _AES_KEY.fullmatch(key):
        yield wrong(AREA, "MINAN_WECOM_AES_KEY 要是 43 位字母数字")
    for name, scheme in _ADDRESSES.items():
        address = getattr(settings, name)
        if address and not re.match(rf"{scheme}s?://[^/\s]+", address):
            yield wrong(AREA, f"MINAN_{name.upper()} 要以 {scheme}:// 或 {scheme}s:// 开头")
    if not settings.public_url and settings.is_on(SELF_BUILT_APP):
        yield hint(AREA, "MINAN_PUBLIC_URL 没有配置：消息里不会带链接")
    nearest = next(folder for folder in (settings.data_dir, *settings.data_dir.absolute().parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield wrong(AREA, f"数据文件夹 {settings.data_dir} 不能写")
    try:
        find_font()
    except FontMissing as missing:
        yield hint(AREA, f"{missing}；不装就印不了巡查点二维码")


def date_findings(tables: Tables, today: date) -> Iterator[Finding]:
    """Yield which dates of this year and the next are only counted provisionally."""
    for year in (today.year, today.year + 1):
        if not tables.calendar.is_announced(year):
            what = f"{year} 年放假安排还没有公布，工作日和节日按惯例暂算"
            yield hint(DATES, f"{what}；公布后写进 holidays/{year}.toml")
        for window in tables.festivals.windows(year, tables.calendar):
            if window.unannounced_event and window.ends_on >= today:
                what = f"{year} 年{window.name}的日期还没有公布，暂按 {window.starts_on} 起算"
                yield hint(DATES, f"{what}；公布后写进 festivals.toml")
