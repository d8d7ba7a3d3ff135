"""Special actions 「专项行动」: which hazards count under which, and how each stands in the asker's scope (T5-4)."""

from collections.abc import Sequence
from datetime import date

from config.campaign_table import Campaign
from handlers import hazard_finding as finding
from handlers import hazard_history
from handlers.intent import Asking, Sorry
from handlers.rules import campaign as rules
from handlers.rules.access import scope, standing
from handlers.texts import campaign as texts
from handlers.texts import status as status_texts
from handlers.texts.campaign import Tally
from handlers.understand.campaign import called_so, find, in_report, is_none
from storage import figures, hazards, inspections, outbox, units
from storage.figures import HazardRow
from storage.hazards import Hazard
from storage.messages import Card, Recipient
from storage.vocabulary import Category, Grade, HazardAction, Urgency


def running(asking: Asking) -> list[Campaign]:
    """Return the actions that are going on, in the order of the table."""
    return [one for one in asking.desk.tables.campaigns.campaigns if one.runs_on(asking.today)]


def named(said: str, asking: Asking) -> Campaign:
    """Return the action that is meant. Raises Sorry with those that there are."""
    campaigns = asking.desk.tables.campaigns.campaigns
    found = find(said, campaigns)
    if found is None:
        raise Sorry(texts.unknown(said, [one.name for one in campaigns]))
    return found


def called(said: str, asking: Asking) -> Campaign | None:
    """Return the action that has this for one of its names, None where none has."""
    return called_so(said, asking.desk.tables.campaigns.campaigns)


def of_report(label: str, text: str, asking: Asking) -> tuple[str, str, str]:
    """Return (code, remark, text without it) of the action that a report names, in its form or in its words.

    The code is "" where it names none, or one that there is not, which the remark then says.
    """
    said = in_report(text) if not label else None
    name = label or (said.name if said else "")
    if not name or is_none(name):
        return "", "", text
    found = find(name, running(asking))
    if found is not None:
        return found.code, "", said.rest if said else text
    if said is not None and not said.is_label:
        # 「专项 检查发现…」: no name of an action, but part of what happened.
        return "", "", text
    return "", texts.about_unknown(name, [one.name for one in running(asking)]), said.rest if said else text


def code_for(given: str, category: Category, day: date, campaigns: Sequence[Campaign]) -> str:
    """Return the code of the action that a new hazard counts under: the one given, else the automatic one, or ""."""
    found = None if given else rules.automatic(category, day, campaigns)
    return found.code if found else given


def about(hazard: Hazard, asking: Asking) -> str:
    """Return the remark on a new hazard that counts under an action."""
    return texts.about_counted(asking.desk.tables.campaigns.name(hazard.campaign))


def mark(hazard: Hazard, name: str, asking: Asking) -> Card:
    """Let the hazard count under the action of this name ("": under none). Raises Sorry."""
    place = standing(asking.person, asking.tree, hazard.unit_id)
    if not rules.may_mark(place, is_reporter=hazard.reported_by == asking.person.id):
        raise Sorry(texts.not_yours(hazard.number))
    campaign = running_named(name, asking) if name else None
    hazards.hold(asking.session, hazard)
    table = asking.desk.tables.campaigns
    code, before = (campaign.code if campaign else ""), hazard.campaign
    now_name, was = (campaign.name if campaign else ""), (table.name(before) if before else "")
    if code == before:
        return texts.same(hazard.number, now_name)
    put_under(hazard, code, asking)
    return texts.marked(hazard.number, now_name, was) if campaign else texts.unmarked(hazard.number, was)


def running_named(said: str, asking: Asking) -> Campaign:
    """Return the action that is meant. Raises Sorry where there is none such, or it is not going on."""
    campaign = named(said, asking)
    if not campaign.runs_on(asking.today):
        raise Sorry(texts.over(campaign.name))
    return campaign


def put_under(hazard: Hazard, code: str, asking: Asking) -> None:
    """Let the hazard count under the action of this code ("": under none), and tell its task force."""
    table = asking.desk.tables.campaigns
    said = texts.note(table.name(code) if code else "", table.name(hazard.campaign) if hazard.campaign else "")
    hazards.amend(asking.session, hazard, campaign=code)
    hazard_history.write(hazard, HazardAction.AMEND, asking, before=hazard.state, note=said)
    tell_group(hazard, asking)


def tell_group(hazard: Hazard, asking: Asking) -> None:
    """Tell the group of the task force of a hazard that counts under its action now (T5-2)."""
    campaign = asking.desk.tables.campaigns.by_code.get(hazard.campaign)
    if campaign is None or not campaign.group:
        return
    group = next((one for one in units.groups(asking.session) if one.name == campaign.group), None)
    if group is None or group.id is None:
        return
    card = texts.to_group(hazard, asking.tree.by_id[hazard.unit_id].name, campaign.name)
    key = f"campaign:{campaign.code}:{hazard.id}:{asking.origin}"
    outbox.enqueue(asking.session, key, Recipient.group(group.id), card, urgency=Urgency.PROMPT, now=asking.now)


def listing(asking: Asking) -> Card:
    """Return all running actions with their figures in the asker's scope."""
    rows = _rows(asking)
    return texts.listing(_whose(asking), [_tally(one, rows, asking) for one in running(asking)])


def board(campaign: Campaign, asking: Asking) -> Card:
    """Return one action with its figures in the asker's scope, and the numbers behind them."""
    return texts.shown(_whose(asking), _tally(campaign, _rows(asking), asking))


def find_all(numbers: Sequence[str], asking: Asking) -> list[Hazard]:
    """Return the hazards of these numbers. Raises Sorry where one is not in the asker's scope."""
    return [finding.find(asking, one) for one in numbers]


def _rows(asking: Asking) -> list[HazardRow]:
    return figures.hazard_rows(asking.session, scope(asking.person, asking.tree))


def _tally(campaign: Campaign, rows: Sequence[HazardRow], asking: Asking) -> Tally:
    today = asking.today
    ours = figures.of_campaign(rows, campaign.code)
    open_ones = figures.counted("hazard_open", ours, None, today)
    return Tally(
        campaign=campaign,
        visits=inspections.count_of_campaign(asking.session, campaign.code, scope(asking.person, asking.tree)),
        opened=_numbers(ours),
        closed=_numbers(figures.counted("hazard_closed", ours, None, today)),
        open=_numbers(open_ones),
        overdue=_numbers(figures.counted("hazard_overdue", ours, None, today)),
        major=_numbers([row for row in open_ones if row.grade is Grade.MAJOR]),
    )


def _numbers(rows: Sequence[HazardRow]) -> list[int]:
    return [row.number for row in rows]


def _whose(asking: Asking) -> str:
    within = scope(asking.person, asking.tree)
    return status_texts.COUNTY if within >= set(asking.tree.by_id) else asking.unit.name
