"""What the stories about photos begin with and look at: a home, and which pieces of evidence belong where."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import Engine, select
from sqlmodel import col

from scheduler.jobs import duty_plan
from storage import evidence
from storage.database import work
from storage.duties import DutyRecord
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import Hazard
from storage.vocabulary import EvidenceState
from tests.builders import County, a_county, a_desk, a_hazard
from tests.chat import Chat

MINUTE = timedelta(minutes=1)


class Home:
    """The home with two hazards of its own, one of another home, and today's duties."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.county: County = a_county(engine)
        people = self.county.person_by_userid
        with work(engine) as session:
            self.mine = a_hazard(session, self.county.home, owner=people["wang"], due_on=date(2026, 11, 26))
            self.ours = a_hazard(session, self.county.home, owner=people["li"], due_on=date(2026, 11, 24))
            self.theirs = a_hazard(session, self.county.other_home, owner=people["hou"])
        self.chat = Chat(engine)
        # Everything was reported days ago.
        self.chat.forward(timedelta(days=1))
        duty_plan.run(engine, self.chat.now, a_desk().tables)


def album(engine: Engine) -> dict[str, int]:
    """Return how many pieces there are of each thing and phase: {"12号 整改前": 2, "patrol 佐证": 1}."""
    with work(engine) as session:
        standing = session.scalars(select(EvidenceUse).where(col(EvidenceUse.withdrawn_at).is_(None)))
        names = {f"hazard:{one.id}": f"{one.number}号" for one in session.scalars(select(Hazard))}
        names |= {f"record:{one.id}": one.code for one in session.scalars(select(DutyRecord))}
        names[evidence.NOTHING] = "nothing"
        return dict(Counter(f"{names[one.subject]} {one.phase.term}" for one in standing))


def loose(engine: Engine) -> int:
    """Return how many pieces prove nothing yet."""
    with work(engine) as session:
        used = set(session.scalars(select(col(EvidenceUse.evidence_id))))
        return len([one for one in session.scalars(select(col(Evidence.id))) if one not in used])


def fetch_all(engine: Engine, *, state: EvidenceState = EvidenceState.STORED) -> None:
    """Let everything that was sent be in our hands, each with a content of its own, or be lost."""
    with work(engine) as session:
        for one in session.scalars(select(Evidence).where(col(Evidence.state) == EvidenceState.WAITING)):
            one.state = state
            one.sha256 = f"{one.id:064x}" if state is EvidenceState.STORED else ""
            session.add(one)
