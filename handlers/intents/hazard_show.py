"""Show one hazard with its history: 12号, 查 12号, 隐患12, YH20261123-003."""

from dataclasses import replace

from handlers import assessments
from handlers import evidence_telling as telling
from handlers import hazard_case as cases
from handlers import hazard_extension as extension
from handlers import hazard_finding as finding
from handlers import hazard_repeats as repeats
from handlers import hazard_tagging as tagging
from handlers import official_papers as papers
from handlers.hazard_file import file_of
from handlers.hazard_offers import with_offers
from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.rules.access import Standing, standing
from handlers.texts import evidence as evidence_texts
from handlers.texts import hazard as texts
from handlers.texts import hazard_extension as extension_texts
from handlers.texts import hazard_tags as tag_texts
from handlers.texts import papers as paper_texts
from handlers.understand.hazard_command import read_show
from storage.hazards import OPEN_STATES, Hazard
from storage.messages import Card
from storage.vocabulary import Role


def _read(heard: Heard) -> Wish | None:
    number = read_show(heard.text)
    return None if number is None else {"number": number}


def _answer(wish: Wish, asking: Asking) -> Reply:
    hazard = finding.find(asking, wish["number"])
    history = finding.history(asking.session, hazard)
    card = texts.shown(
        hazard,
        asking.tree.by_id[hazard.unit_id].name,
        history,
        today=asking.today,
        marks=cases.marks(hazard, asking) if hazard.state in OPEN_STATES else (),
        more=(*assessments.source_of(hazard, asking), *_counts_under(hazard, asking), *file_of(hazard, asking)),
        lines=repeats.related(hazard, asking),
    )
    card = evidence_texts.with_batches(card, hazard.number, telling.batches(hazard, asking))
    asked = extension.waiting(hazard, asking)
    if asked is not None:
        card = replace(card, lines=(extension_texts.waits(asked, extension.deciders(asked, asking)), *card.lines))
    return _with_papers(with_offers(card, hazard, asking), hazard, asking)


def _with_papers(card: Card, hazard: Hazard, asking: Asking) -> Card:
    """Return the card with which documents the officers can have."""
    if standing(asking.person, asking.tree, hazard.unit_id) is not Standing.SUPERIOR:
        return card
    kinds = [kind.value for kind in papers.offered(hazard, asking)]
    return replace(card, hints=(*card.hints, paper_texts.offered(hazard.number, kinds))) if kinds else card


def _counts_under(hazard: Hazard, asking: Asking) -> list[tuple[str, str]]:
    tags = tagging.of(hazard, asking.session)
    campaign = asking.desk.tables.campaigns.name(hazard.campaign) if hazard.campaign else ""
    return tag_texts.counts_under(tags, campaign)


INTENT = Intent(
    "hazard_show",
    "查一条隐患",
    ("12号", "查 12号", "隐患12", "YH20261123-003", "12号怎么样了"),
    _read,
    _answer,
    first_words=dict.fromkeys((Role.STAFF, Role.LEADER, Role.ADMIN), "12号怎么样了"),
)
