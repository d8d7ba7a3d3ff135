"""`lexicon`: list what people put right of what was understood, as suggestions; nothing is learnt by itself."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.app import CACHE
from bot.commands.command import Command, Failed
from bot.commands.database import open_ready
from config.clock import system_clock
from config.settings import Settings
from handlers.desk import Desk, load_desk
from handlers.texts.meaning import term
from storage import corrections
from storage.corrections import Correction
from storage.database import reading, work
from storage.vocabulary import Category, CorrectionKind

_SHOWN = 5
"""Of one kind of mistake so many messages are shown."""
_OFTEN = 2
"""A word is suggested once it stands in so many of them."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "action", metavar="做什么", choices=("review", "settle"), help="review 看更正；settle 标为看过"
    )
    parser.add_argument("ids", metavar="序号", nargs="*", type=int, help="settle 时写：看过的更正，例如 3 5 8")
    parser.add_argument("--all", action="store_true", help="settle 时用：全部标为看过")


def _run(given: Namespace, settings: Settings) -> int:
    engine = open_ready(settings)
    if given.action == "settle":
        if bool(given.ids) == given.all:
            raise Failed("要么写序号，例如 lexicon settle 3 5，要么写 --all")
        with work(engine) as session:
            ids = [row.id for row in corrections.waiting(session) if row.id is not None] if given.all else given.ids
            settled = corrections.settle(session, ids, now=system_clock())
        print(f"已标为看过：{settled}条")
        return 0
    if given.ids or given.all:
        raise Failed("review 后面不写别的；标为看过用 settle")
    desk = load_desk(settings.config_dir, settings.data_dir / CACHE, settings.data_dir)
    with reading(engine) as session:
        print(*_lines(corrections.waiting(session), desk), sep="\n")
    return 0


def _lines(rows: Sequence[Correction], desk: Desk) -> Iterator[str]:
    if not rows:
        yield "没有等着看的更正"
        return
    yield f"等着看的更正：{len(rows)}条。词典不会自己改，要改请改 config/lexicon/ 里的表。"
    ordered = sorted(rows, key=_mistake)
    groups = [list(group) for _, group in groupby(ordered, _mistake)]
    for group in sorted(groups, key=len, reverse=True):
        kind = group[0].kind
        heard, meant = _term(kind, group[0].heard), _term(kind, group[0].meant)
        yield ""
        yield f"{kind.term}：听成「{heard}」，其实是「{meant}」，{len(group)}条"
        yield from (f"  {row.id}. {row.said}" for row in group[:_SHOWN])
        if len(group) > _SHOWN:
            yield f"  …还有{len(group) - _SHOWN}条"
        if words := _new_words(group, desk):
            yield f"  可以考虑加到「{meant}」的词：{'、'.join(words)}"
    yield ""
    yield "看过的用 lexicon settle 序号… 标掉，全部用 --all。"


def _mistake(row: Correction) -> tuple[str, str, str]:
    return row.kind.value, row.heard, row.meant


def _term(kind: CorrectionKind, code: str) -> str:
    if kind is CorrectionKind.CATEGORY:
        found = Category.from_term(code)
        return found.term if found else code
    return term(code) or "没听懂"


def _new_words(group: Sequence[Correction], desk: Desk) -> list[str]:
    """Return the words of several of the messages that no category has yet, the commonest first."""
    known = desk.lexicon.hazards.term_by_word
    counts = Counter(word for row in group for word in set(desk.cutter.cut(row.said)))
    return [word for word, n in counts.most_common() if n >= _OFTEN and len(word) > 1 and word not in known]


COMMAND = Command("lexicon", "看大家更正过的理解，当作改词典的建议", _add_arguments, _run)
