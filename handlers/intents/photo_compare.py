"""Show before and after side by side: 前后对比 12."""

from handlers import enclosures
from handlers import evidence_content as content
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.papers.side_by_side import draw
from handlers.texts import evidence_compare as texts
from handlers.texts import hazard_move as move_texts
from handlers.understand.hazard_command import quoted_numbers
from handlers.understand.numbered_words import Words
from storage.hazards import Hazard
from storage.vocabulary import HazardAction, Phase

_WORDS = Words(dict.fromkeys(("前后对比", "对比照片", "照片对比", "整改前后", "整改前后对比", "整改对比"), "compare"))


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    found = _WORDS.read(heard.text, quoted=quoted_numbers(heard.quote))
    return {"numbers": list(found.numbers)} if found is not None and not found.said else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    if len(wish["numbers"]) > 1:
        raise Sorry(move_texts.one_at_a_time(HazardAction.ACCEPT))
    hazard = finding.find(asking, wish["numbers"][0])
    # What is stored was opened and made anew when it was fetched: it can be drawn.
    drawn = draw(texts.title(hazard), _halves(hazard, asking))
    enclosures.send_paper(asking, drawn, texts.file_name(hazard))
    return texts.sent(hazard)


def _halves(hazard: Hazard, asking: Asking) -> list[tuple[str, bytes]]:
    """Return the last picture of each phase with its words. Raises Sorry where one has none that can be opened."""
    found = {phase: content.pictures(hazard, phase, asking) for phase in (Phase.BEFORE, Phase.AFTER)}
    lacking = [phase for phase, pictures in found.items() if not pictures]
    if lacking:
        raise Sorry(texts.lacking(hazard, lacking, expected=sorted(content.phases(hazard, asking))))
    return [(phase.term, pictures[-1]) for phase, pictures in found.items()]


INTENT = Intent("photo_compare", "整改前后对比", ("前后对比 12", "12号前后对比"), _read, _answer)
