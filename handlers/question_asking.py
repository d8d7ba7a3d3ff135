"""Answer questions about figures in the chat, for what the asker may see, and what goes on from them."""

from datetime import timedelta

from rapidfuzz import process

from handlers import enclosures
from handlers.intent import Asking, Heard
from handlers.papers.figure_book import draw_figure
from handlers.questions import say
from handlers.questions.answer import Viewer, answer, ask, field, going_on, read
from handlers.questions.behind import Behind, behind, parts
from handlers.questions.follow_up import FollowUp, sounds_like_one
from handlers.questions.measure import brief
from handlers.questions.metric import BRIEF_METRIC, sounds_like_figures
from handlers.questions.query import Query
from handlers.rules.access import scope
from handlers.texts import question as texts
from storage import asked_figures, topics
from storage.asked_figures import AskedFigure
from storage.messages import Card, Recipient

_LONG = say.NAMES_SHOWN
_FORGOTTEN_AFTER = timedelta(hours=12)
"""After that nobody remembers what 「那上个月呢」 went on from."""
_ALIKE = 60.0
_NEAR_SHOWN = 4


def figures(text: str, asking: Asking) -> Card:
    """Return the answer to the question, or that there is no such figure."""
    viewer = _viewer(asking)
    found = ask(asking.session, text, now=asking.now, tree=asking.tree, desk=asking.desk, scope=viewer.scope)
    if not found.is_counted or found.query is None:
        return texts.answered(text, found.text, has_file=False, can_go_on=False)
    return _told(text, Query.from_json(found.query), found.text, viewer, asking)


def unheard(heard: Heard, asking: Asking) -> Card | None:
    """Return the answer to words that no sign took for a question and that yet name a figure: 今年各月新增."""
    if heard.guess or heard.form is not None or heard.quote or not sounds_like_figures(heard.text):
        return None
    return figures(heard.text, asking) if read(heard.text, _viewer(asking)) is not None else None


def follow_up(heard: Heard, asking: Asking) -> Card | None:
    """Return the answer to words that go on from the asker's last question here; None where they do not."""
    assert asking.person.id is not None
    last = asked_figures.last(asking.session, asking.incoming.conversation, asking.person.id)
    if last is None or asking.now - last.asked_at > _FORGOTTEN_AFTER or heard.form is not None or heard.quote:
        return None
    query, viewer = Query.from_json(last.query), _viewer(asking)
    wanted = going_on(heard.text, query, viewer)
    if wanted is None or not _may_go_on(wanted, last, heard, asking):
        return None
    life = asking.desk.tables.limits.follow_up
    if asking.now - last.asked_at > life:
        return texts.too_late(life, _head(query, viewer)) if sounds_like_one(heard.text) else None
    if wanted.unknown:
        return _which_place(wanted.unknown, viewer)
    if wanted.asks_why or wanted.query is None:
        return _why(query, viewer, asking)
    # Whose figures may be seen is looked up again: a follow-up widens nothing.
    found = answer(wanted.query, viewer)
    if not found.is_counted:
        return texts.answered(heard.original, found.text, has_file=False, can_go_on=False)
    return _told(heard.original, wanted.query, found.text, viewer, asking)


def remember(query: Query, asking: Asking) -> None:
    """Keep the question as what the asker's next words here may go on from."""
    assert asking.person.id is not None
    asked_figures.keep(
        asking.session,
        AskedFigure(
            conversation=asking.incoming.conversation,
            person_id=asking.person.id,
            query=query.as_json(),
            asked_at=asking.now,
        ),
    )


def _viewer(asking: Asking) -> Viewer:
    return Viewer(asking.session, asking.now, asking.tree, asking.desk, scope(asking.person, asking.tree))


def _may_go_on(wanted: FollowUp, last: AskedFigure, heard: Heard, asking: Asking) -> bool:
    """Return whether the words are about the figure rather than about what was spoken of since."""
    if heard.guess == "chitchat" or (heard.guess == "report_hazard" and not sounds_like_one(heard.text)):
        return False
    if not wanted.asks_why:
        return True
    since = topics.last(asking.session, last.conversation, last.person_id, since=last.asked_at)
    return since is None or since.at <= last.asked_at


def _told(text: str, query: Query, words: str, viewer: Viewer, asking: Asking) -> Card:
    """Return the answer, kept for what goes on from it; a list that is cut goes along as a file."""
    remember(query, asking)
    has_file = False
    if query.output == "list":
        rows = behind(query, field(query, viewer))
        if len(rows.rows) > _LONG:
            _send(rows, query, viewer, asking)
            has_file = True
    return texts.answered(text, words, has_file=has_file, can_go_on=True)


def _why(query: Query, viewer: Viewer, asking: Asking) -> Card:
    """Return the formula and the rows behind the last figure; all rows as a file where they are many."""
    on = field(query, viewer)
    rows = behind(query, on)
    if query.metrics == (BRIEF_METRIC,):
        how = say.how_each(list(brief(on, query.period)))
    else:
        periods = [query.period, *([query.compare] if query.compare else [])]
        how = say.how(query)
        for metric in query.metrics:
            how += [line for period in periods for line in say.working(metric, parts(metric, on, period))]
    is_long = len(rows.rows) > texts.ROWS_SHOWN
    if is_long:
        _send(rows, query, viewer, asking)
    remember(query, asking)
    return texts.why(_head(query, viewer), how, rows.lines, has_file=is_long)


def _send(rows: Behind, query: Query, viewer: Viewer, asking: Asking) -> None:
    content = draw_figure(rows.title, rows.columns, rows.rows)
    # A group has members from elsewhere: the rows go to who asked alone.
    enclosures.send_paper(
        asking, content, texts.file_name(_head(query, viewer)), to=Recipient.person(asking.person.userid)
    )


def _head(query: Query, viewer: Viewer) -> str:
    whole = say.everything(len(viewer.units), is_all=len(viewer.units) == len(viewer.everything))
    return say.head(query, whole, with_names=True)


def _which_place(said: str, viewer: Viewer) -> Card:
    units = viewer.units
    names = list(dict.fromkeys([*(unit.town for unit in units if unit.town), *(unit.name for unit in units)]))
    near = [name for name, _, _ in process.extract(said, names, score_cutoff=_ALIKE, limit=_NEAR_SHOWN)]
    return texts.unknown_place(said, near, names)
