"""Print the posters that lead to the public page for tips, for `qrcodes --tips`."""

from collections.abc import Sequence

from bot.commands.command import Failed
from bot.pages.tip import PATH
from config.settings import Settings
from handlers.papers.tip_posters import Poster, print_posters
from storage.units import Unit


def posters(chosen: Sequence[Unit], settings: Settings) -> bytes:
    """Return the PDF with a poster for each unit. Raises Failed where the page has no address yet."""
    base = settings.public_url.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise Failed("MINAN_PUBLIC_URL 还没有配置好：举报海报的二维码要印网址，请先在 .env 里写上，例如 https://域名")
    return print_posters([Poster(unit.name, f"{base}{PATH}?u={unit.id}") for unit in chosen])
