"""The head's own quarterly check for major hazards, item by item (T6-3): 重大隐患排查."""

import re

from handlers import inspection_start as start
from handlers import inspection_visit as visits
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import inspection as visit_texts
from handlers.texts import inspection_start as texts
from storage import inspections
from storage.vocabulary import Level, Role

_WORDS = re.compile(
    r"(?:开始|做|进行|开展)?(?:本|这|每|一|二|三|四)?(?:季度?)?的?重大(?:事故)?隐患(?:自查)?排查(?:开始)?"
)


def _read(heard: Heard) -> Wish | None:
    return {} if _WORDS.fullmatch(heard.text.strip("。！ ")) else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if (before := inspections.by_origin(asking.session, asking.origin)) is not None:
        return visit_texts.begun(visits.view(before, asking))
    if asking.person.role is not Role.HEAD or asking.unit.level is not Level.INSTITUTION:
        raise Sorry(texts.only_head(asking.unit.name))
    if not asking.incoming.is_private:
        raise Sorry(texts.private_for_head())
    if (visit := visits.current(asking)) is not None:
        return visit_texts.listed(visits.view(visit, asking))
    return visit_texts.begun(visits.view(start.begin_own(asking.unit, asking), asking))


INTENT = Intent(
    "major_check",
    "重大隐患排查（主要负责人每季度）",
    ("重大隐患排查", "开始重大事故隐患排查"),
    _read,
    _answer,
    levels=(Level.INSTITUTION,),
)
