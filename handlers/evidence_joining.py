"""Join what people show to what they speak of: with the words, shortly before them or shortly after."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.inspection_sight import sees, standing_to
from handlers.intent import Asking
from handlers.rules.evidence_phase import phase_shown, phase_with
from storage import evidence, inbox, inspections, topics
from storage.decisions import Decision
from storage.duties import DutyRecord
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import Hazard
from storage.inspections import Inspection
from storage.registers import RegisterEntry
from storage.topics import Topic
from storage.vocabulary import EvidenceKind, EvidenceState, HazardAction, HazardSource, HazardState, Phase

KINDS = (EvidenceKind.IMAGE, EvidenceKind.VIDEO, EvidenceKind.FILE, EvidenceKind.VOICE)
"""What joins what is spoken of; places and points belong to patrols."""
LOST = (EvidenceState.FAILED, EvidenceState.REFUSED)

_HAZARD, _RECORD, _ENTRY, _DECISION = "hazard:", "record:", "register:", "decision:"


def shown(asking: Asking, since: datetime | None) -> Sequence[Evidence]:
    """Return what this message brings, and what the sender showed here before it that proves nothing yet.

    That is as far back as the tables say, or to `since` where that is earlier. What the messages behind this one
    bring, which nobody has answered yet, is left to them.
    """
    session, incoming = asking.session, asking.incoming
    reach = asking.now - asking.desk.tables.evidence.joins_within
    loose = evidence.loose(
        session, incoming.conversation, incoming.sender, since=min(reach, since or reach), kinds=KINDS
    )
    return _arrived(loose, asking)


def reported(hazard: Hazard, asking: Asking) -> None:
    """Join the pictures to a hazard that was just registered; those of a drill show the drill."""
    if hazard.source is not HazardSource.DRILL:
        _join(asking.shown, _subject(hazard), Phase.BEFORE, asking)


def moved(hazard: Hazard, action: HazardAction, asking: Asking) -> None:
    """Join the pictures to a hazard that was just moved so.

    Moves that need no proof, as 「收到」, take only what came with their words: what was sent before is asked about.
    """
    phase = phase_with(action)
    if hazard.state is HazardState.VOID:
        _speak_of("", Phase.PROOF, asking)
    elif phase is None:
        _join(own(asking), _subject(hazard), phase_of(hazard, asking), asking)
    else:
        _join(asking.shown, _subject(hazard), phase, asking)


def confirmed(record: DutyRecord, asking: Asking) -> None:
    """Join the pictures to what was just told of a duty."""
    _join(asking.shown, f"{_RECORD}{record.id}", Phase.PROOF, asking)


def entered(entry: RegisterEntry, asking: Asking) -> None:
    """Join the pictures to what was just entered into a register: the certificate, the report."""
    _join(asking.shown, f"{_ENTRY}{entry.id}", Phase.PROOF, asking)


def of_entry(entry: RegisterEntry, asking: Asking) -> int:
    """Return how many pieces prove the entry."""
    return len(of_subject(f"{_ENTRY}{entry.id}", asking))


def carried_out(decision: Decision, asking: Asking) -> None:
    """Join the pictures to a decision of a meeting that is just carried out."""
    _join(asking.shown, f"{_DECISION}{decision.id}", Phase.PROOF, asking)


def of_decision(decision: Decision, asking: Asking) -> int:
    """Return how many pieces prove that the decision is carried out."""
    return len(of_subject(f"{_DECISION}{decision.id}", asking))


def show(subject: str, phase: Phase, asking: Asking) -> None:
    """Join the pictures, and what is shown shortly after, to what the sender has just spoken of in a visit."""
    _join(asking.shown, subject, phase, asking)


def put(pieces: Sequence[Evidence], hazards: Sequence[Hazard], phase: Phase | None, asking: Asking) -> None:
    """Join the pieces to these hazards and to nothing else, as their sender said; `phase` None: as it follows."""
    evidence.withdraw(asking.session, pieces, now=asking.now)
    for one in hazards:
        shows = phase or phase_of(one, asking)
        _use(pieces, _subject(one), shows, asking)
        _speak_of(_subject(one), shows, asking)


def let_go(pieces: Sequence[Evidence], asking: Asking) -> None:
    """Write down that the pieces prove nothing, as their sender said."""
    evidence.withdraw(asking.session, pieces, now=asking.now)
    _use(pieces, evidence.NOTHING, Phase.PROOF, asking)


def join_topic(asking: Asking) -> bool:
    """Join the pictures to what the sender spoke of here a short while ago; return False where that was nothing."""
    topic = _topic(asking)
    if topic is not None:
        _use(asking.shown, topic.subject, topic.phase, asking)
    return topic is not None


def uses(asking: Asking) -> Sequence[EvidenceUse]:
    """Return what the pictures, which proved nothing before, have been joined to by now."""
    return evidence.uses(asking.session, asking.shown) if asking.shown else ()


def left(asking: Asking) -> Sequence[Evidence]:
    """Return which pictures still prove nothing; a voice message is nothing to ask about."""
    used = {one.evidence_id for one in uses(asking)}
    return [one for one in asking.shown if one.id not in used and one.kind is not EvidenceKind.VOICE]


def own(asking: Asking) -> Sequence[Evidence]:
    """Return what this very message brings."""
    return [one for one in asking.shown if one.origin == asking.origin]


def last_sent(asking: Asking) -> Sequence[Evidence]:
    """Return what the sender's words about pictures are about.

    Those that prove nothing yet; else, of those that were sent here a short while ago, all that prove the same as
    the last one does.
    """
    if asking.shown:
        return asking.shown
    since = asking.now - asking.desk.tables.evidence.joins_within
    session, incoming = asking.session, asking.incoming
    sent = _arrived(
        evidence.latest(session, incoming.conversation, incoming.sender, since=since, kinds=KINDS), asking
    )
    subjects_by_piece: dict[int, set[str]] = {}
    for one in evidence.uses(session, sent):
        subjects_by_piece.setdefault(one.evidence_id, set()).add(one.subject)
    return [one for one in sent if subjects_by_piece.get(one.id or 0) == subjects_by_piece.get(sent[-1].id or 0)]


def of_subject(subject: str, asking: Asking) -> Sequence[tuple[EvidenceUse, Evidence]]:
    """Return what proves `subject` and did not fail, in the order in which it was sent."""
    return [
        (use, one)
        for use, one in evidence.about(asking.session, subject)
        if one.kind in KINDS and one.state not in LOST
    ]


def of_hazard(hazard: Hazard, asking: Asking) -> Sequence[tuple[EvidenceUse, Evidence]]:
    """Return what shows the hazard and did not fail, what was before the work first, then in the order of sending."""
    found = of_subject(_subject(hazard), asking)
    return sorted(found, key=lambda one: one[0].phase is not Phase.BEFORE)


def hazard_of(subject: str, asking: Asking) -> Hazard | None:
    """Return the hazard that `subject` names, None for anything else."""
    is_hazard = subject.startswith(_HAZARD)
    return asking.session.get(Hazard, int(subject.removeprefix(_HAZARD))) if is_hazard else None


def record_of(subject: str, asking: Asking) -> DutyRecord | None:
    """Return the duty's record that `subject` names, None for anything else."""
    is_record = subject.startswith(_RECORD)
    return asking.session.get(DutyRecord, int(subject.removeprefix(_RECORD))) if is_record else None


def visit_of(subject: str, asking: Asking) -> Inspection | None:
    """Return the visit that `subject` names, or names an item of; None for anything else."""
    if not subject.startswith(inspections.SUBJECT):
        return None
    return asking.session.get(Inspection, int(subject.removeprefix(inspections.SUBJECT).partition(":")[0]))


def entry_of(subject: str, asking: Asking) -> RegisterEntry | None:
    """Return the entry of a register that `subject` names, None for anything else."""
    is_entry = subject.startswith(_ENTRY)
    return asking.session.get(RegisterEntry, int(subject.removeprefix(_ENTRY))) if is_entry else None


def decision_of(subject: str, asking: Asking) -> Decision | None:
    """Return the decision of a meeting that `subject` names, None for anything else."""
    is_decision = subject.startswith(_DECISION)
    return asking.session.get(Decision, int(subject.removeprefix(_DECISION))) if is_decision else None


def is_own_news(hazard: Hazard, asking: Asking) -> bool:
    """Return whether the asker has just reported the hazard."""
    within = asking.desk.tables.evidence.joins_within
    return hazard.reported_by == asking.person.id and asking.now - hazard.reported_at <= within


def phase_of(hazard: Hazard, asking: Asking) -> Phase:
    """Return what the asker's picture of this hazard shows where nobody says it."""
    stands = standing_to(hazard, asking)
    return phase_shown(hazard.state, stands, is_own_news=is_own_news(hazard, asking))


def _arrived(pieces: Sequence[Evidence], asking: Asking) -> Sequence[Evidence]:
    if not pieces:
        return ()
    behind = inbox.waiting_origins(asking.session, asking.incoming.conversation) - {asking.origin}
    return [one for one in pieces if one.origin not in behind]


def _subject(hazard: Hazard) -> str:
    return f"{_HAZARD}{hazard.id}"


def _join(pieces: Sequence[Evidence], subject: str, phase: Phase, asking: Asking) -> None:
    _use(pieces, subject, phase, asking)
    _speak_of(subject, phase, asking)


def _use(pieces: Iterable[Evidence], subject: str, phase: Phase, asking: Asking) -> None:
    evidence.use(asking.session, pieces, subject, phase, person_id=asking.person.id, now=asking.now)


def _speak_of(subject: str, phase: Phase, asking: Asking) -> None:
    before = _spoken_of(asking)
    is_another = (
        before is not None
        and before.origin == asking.origin
        and not before.subject.startswith(_RECORD)
        and before.subject != subject
    )
    assert asking.person.id is not None
    topic = Topic(
        conversation=asking.incoming.conversation,
        person_id=asking.person.id,
        # Of several hazards in one message none is the one that a picture would belong to.
        subject="" if is_another else subject,
        phase=phase,
        origin=asking.origin,
        at=asking.now,
    )
    topics.keep(asking.session, topic)


def _spoken_of(asking: Asking) -> Topic | None:
    assert asking.person.id is not None
    since = asking.now - asking.desk.tables.evidence.joins_within
    return topics.last(asking.session, asking.incoming.conversation, asking.person.id, since=since)


def _topic(asking: Asking) -> Topic | None:
    """Return what the sender spoke of here a short while ago, if it may still be shown something."""
    topic = _spoken_of(asking)
    if topic is None:
        return None
    hazard, record = hazard_of(topic.subject, asking), record_of(topic.subject, asking)
    if (visit := visit_of(topic.subject, asking)) is not None:
        is_on = inspections.is_of_team(visit, asking.person.id) and visit.state in inspections.OPEN_STATES
        return topic if is_on else None
    about = hazard or record or entry_of(topic.subject, asking) or decision_of(topic.subject, asking)
    if about is None or (hazard is not None and hazard.state is HazardState.VOID):
        return None
    return topic if sees(about.unit_id, asking) else None
