"""Accept in the visit what was put right in it: 立行立改 12, 现场验收 12、13."""

import re

from handlers import inspection_visit as visits
from handlers import on_the_spot as spot
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import on_the_spot as texts
from handlers.understand.hazard_command import leading_numbers, quoted_numbers
from storage.vocabulary import Level

_WORDS = re.compile(r"(?:立行立改|现场验收(?:通过)?|当场验收(?:通过)?|当场改好|当场整改)(?:了|好了)?[\s:，]*")


def _read(heard: Heard) -> Wish | None:
    before, rest = leading_numbers(heard.text.strip("。！ "))
    match = _WORDS.match(rest)
    if match is None:
        return None
    behind, left = leading_numbers(rest[match.end() :])
    if left.strip() or (before and behind):
        return None
    return {"numbers": list(before or behind or quoted_numbers(heard.quote))}


def _answer(wish: Wish, asking: Asking) -> Reply:
    visit = visits.must_be_on(asking)
    if not wish["numbers"]:
        raise Sorry(texts.which_number())
    hazards = [spot.of_visit(visit, number, asking) for number in wish["numbers"]]
    remarks = []
    for hazard in hazards:
        if spot.take_after(hazard, asking):
            remarks.append(texts.about_last_photo(hazard.number))
    for hazard in hazards:
        # Not a refusal: what was just shown stays joined.
        if missing := spot.missing_photos(hazard, asking):
            return texts.lacks_photo(hazard, missing)
    for hazard in hazards:
        spot.accept(visit, hazard, asking)
    return texts.accepted(hazards, remarks)


INTENT = Intent(
    "on_the_spot",
    "立行立改、现场验收",
    ("立行立改 12", "现场验收 12、13"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
