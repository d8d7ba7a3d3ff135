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


def without_facility(place: str, tables: PlaceTables) -> str:
    """Return the phrase of place without the facility at its end: 二楼东头安全出口 → 二楼东头."""
    ends = (n for n in range(1, len(place)) if tables.only_with_more.fullmatch(place[n:]))
    return place[: next(ends, len(place))]


def moved(problem: str, before: str, after: str, tables: PlaceTables) -> str:
    """Return the problem with its place put right, so that it does not contradict the new one."""
    if not before or before not in problem or after in problem:
        return problem
    names_facility = without_facility(after, tables) != after
    return problem.replace(before if names_facility else without_facility(before, tables), after, 1)
