"""`key`: make a key for who told tips, and seal with it what an older key has sealed."""

from argparse import ArgumentParser, Namespace

from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from config.sealing import KeyWrong, SealedBox, new_key
from config.settings import Settings
from storage import tips
from storage.database import work


def _add_arguments(parser: ArgumentParser) -> None:
    what = "不生成密钥，把已保存的举报人信息都改用设置里的第一个密钥加密"
    parser.add_argument("--reseal", action="store_true", help=what)


def _run(given: Namespace, settings: Settings) -> int:
    if given.reseal:
        return _reseal(settings)
    print(new_key())
    return 0


def _reseal(settings: Settings) -> int:
    box = box_of(settings)
    if not box.has_key:
        raise Failed("MINAN_TIP_KEY 还没有配置，没有可以用的密钥")
    done = lost = 0
    with work(open_ready(settings)) as session:
        for tip in tips.sealed(session):
            renewed = box.renewed(tip.sealed)
            if renewed is None:
                lost += 1
            else:
                tip.sealed = renewed
                done += 1
    print(f"已改用第一个密钥加密：{done} 件")
    if lost:
        print(f"打不开、没有动的：{lost} 件；加密它们的旧密钥不在 MINAN_TIP_KEY 里")
        return 1
    return 0


def box_of(settings: Settings) -> SealedBox:
    """Return the box with the keys of the settings. Raises Failed where one is none."""
    try:
        return SealedBox(settings.tip_key.get_secret_value())
    except KeyWrong as wrong:
        raise Failed(f"MINAN_TIP_KEY：{wrong}") from None


COMMAND = Command("key", "生成加密举报人信息用的密钥", _add_arguments, _run)
