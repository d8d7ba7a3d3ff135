"""Cards as WeCom shows them: plain text or markdown, within the byte limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.wire import words as say
from storage.messages import Card

CUT = "…"

# Typed by people, these would become links, colours and calls by @ in somebody else's chat.
_HARMLESS = {"<": "＜", "](": "］("}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: only `words` may be cut, what stands around them may not."""

    words: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.words}{self.after}"


def cut(words: str, max_bytes: int) -> str:
    """Return `words` whole where they fit `max_bytes` of UTF-8, else their beginning and 「…」.

    Never ends within a character; empty where not even 「…」 fits.
    """
    if len(words.encode()) <= max_bytes:
        return words
    room = max_bytes - len(CUT.encode())
    return words.encode()[:room].decode(errors="ignore") + CUT if room >= 0 else ""


def text(card: Card, max_bytes: int) -> str:
    """Return the card as plain text of at most `max_bytes`; what is too long loses its end but keeps the link.

    Mentions are left out: plain text cannot call anybody.
    """
    title = _Line(harmless(card.title), say.WARNING if card.is_warning else "")
    facts = [_Line(harmless(value), f"{harmless(label)}：") for label, value in card.facts]
    lines = [_Line(harmless(line)) for line in card.lines]
    hints = [_Line(harmless(hint), "▸ ") for hint in card.hints]
    link = [_Line("", f"{say.DETAILS}：{card.link}")] if card.link else []
    return _fit([title, *facts, *lines], [*hints], link, max_bytes)


def markdown(card: Card, max_bytes: int) -> str:
    """Return the card as WeCom markdown of at most `max_bytes`; what is too long loses its end but keeps the link.

    Source: document/path/91770 (three font colours, `<@userid>`).
    """
    colour = "warning" if card.is_warning else "info"
    title = _Line(harmless(card.title), f'<font color="{colour}">**', "**</font>")
    facts = [_Line(harmless(value), f">{harmless(label)}：") for label, value in card.facts]
    lines = [_Line(harmless(line)) for line in card.lines]
    hints = [_Line(harmless(hint), '<font color="comment">', "</font>") for hint in card.hints]
    link = [_Line("", f"[{say.DETAILS}]({card.link})")] if card.link else []
    called = _Line("", _mentions(card.mentions, max_bytes // 4))
    return _fit([title, *facts, *lines], hints, [*link, called], max_bytes)


def _mentions(userids: Iterable[str], max_bytes: int) -> str:
    """Return as many whole mentions as fit; half a mention would call nobody and show as litter."""
    called = ""
    for userid in userids:
        mention = f"<@{userid}>"
        if len((called + mention).encode()) > max_bytes:
            break
        called += mention
    return called


def harmless(words: str) -> str:
    """Return the words with what WeCom would read as markup written otherwise, character for character."""
    for risky, harmless in _HARMLESS.items():
        words = words.replace(risky, harmless)
    return words


def _fit(body: Sequence[_Line], hints: Sequence[_Line], tail: Sequence[_Line], max_bytes: int) -> str:
    """Return all lines where they fit, else the whole tail, the hints while they are short, and a cut body."""
    end = _joined([*hints, *tail])
    if len(end.encode()) > max_bytes // 2:
        body, end = [*body, *hints], _joined(tail)
    room = max_bytes - len(f"\n{end}".encode()) if end else max_bytes
    return "\n".join(filter(None, (_cut_lines(body, room), end)))


def _joined(lines: Iterable[_Line]) -> str:
    return "\n".join(filter(None, map(str, lines)))


def _cut_lines(lines: Sequence[_Line], max_bytes: int) -> str:
    whole = _joined(lines)
    if len(whole.encode()) <= max_bytes:
        return whole
    kept: list[str] = []
    for line in filter(str, lines):
        room = max_bytes - len("\n".join([*kept, f"{line.before}{line.after}"]).encode())
        # A line of its own says that something is missing, also where a line was dropped whole.
        words = cut(line.words, room - len(f"\n{CUT}".encode()))
        if line.words and not words:
            break
        kept.append(f"{line.before}{words}{line.after}")
        if words != line.words:
            break
    return "\n".join([*kept, CUT])
