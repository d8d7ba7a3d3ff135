"""Find the words that say where in an institution something is: 康复科一层东侧, 3号楼二楼楼梯间; pure."""

from config.lexicon import PlaceTables


def place_in(text: str, tables: PlaceTables) -> str | None:
    """Return the most telling phrase of place in evened-out `text`, as it is written; None where there is none.

    The longest of the phrases that begin in the first half wins, else the first; a mere facility (走廊, 安全出口)
    is no place by itself.
    """
    phrases = [phrase for phrase in places_in(text, tables) if not tables.only_with_more.fullmatch(phrase)]
    return phrases[0] if phrases else None


def places_in(text: str, tables: PlaceTables) -> tuple[str, ...]:
    """Return all phrases of place in order, mere facilities included."""
    found = (
        tables.trailing.sub("", match[0])
        for match in tables.phrase.finditer(text)
        if not tables.people.match(text, match.end())
    )
    return tuple(phrase for phrase in found if phrase and not tables.never.fullmatch(phrase))
