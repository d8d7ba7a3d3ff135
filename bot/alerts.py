"""Tell people at once that a channel needs a human hand."""

from datetime import datetime

from sqlalchemy import Engine

from handlers.texts import trouble
from storage import outbox, people, units
from storage.database import work
from storage.messages import Recipient
from storage.vocabulary import Level, Role, Urgency


def bot_kicked(engine: Engine, now: datetime) -> None:
    """Tell the administrators, and the bureau's own group, that another program has taken the smart bot's place.

    The group as well: without a self-built app only its webhook still reaches anybody.
    """
    with work(engine) as session:
        to = [Recipient.person(admin.userid) for admin in people.with_role(session, Role.ADMIN)]
        tree = units.tree(session)
        for bureau in tree.at(Level.BUREAU):
            group = units.group_of(session, tree, bureau.id) if bureau.id is not None else None
            if group is not None and group.id is not None:
                to.append(Recipient.group(group.id))
        for one in to:
            key = f"kicked:{now.isoformat()}:{one}"
            outbox.enqueue(session, key, one, trouble.bot_kicked(now), urgency=Urgency.URGENT, now=now)
