"""Tell which signs a message can show at all, and which rules about them are worth asking; pure."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from config.lexicon import GIVEN_SIGNS, IN_QUOTE, IntentRule, IntentTables, Pattern
from config.pattern_sieve import AllOf, Sieve, places_of


@dataclass(frozen=True, slots=True)
class SignSieve:
    """The signs of the intents behind one sieve, and the rules behind another."""

    patterns: Sequence[tuple[str, Pattern]]
    """Every pattern of every sign, with the sign's name."""
    sieve: Sieve
    rules: Sequence[IntentRule]
    served: AllOf

    def in_text(self, text: str) -> Mapping[str, Sequence[Pattern]]:
        """Return the signs that `text` may show, each with those of its patterns that may be found, in order."""
        found: dict[str, list[Pattern]] = {}
        for place in self.sieve.places(text):
            name, pattern = self.patterns[place]
            found.setdefault(name, []).append(pattern)
        return found

    def rules_for(self, shown: Set[str], quoted: Set[str]) -> Iterator[IntentRule]:
        """Yield, in order, the rules that may hold where no signs but these are shown, or shown in the quote."""
        held = {*shown, *GIVEN_SIGNS, *(IN_QUOTE + name for name in quoted)}
        return (self.rules[place] for place in places_of(self.served.served(held)))


@lru_cache(maxsize=4)
def sign_sieve(tables: IntentTables) -> SignSieve:
    """Return the sieve of these tables, made on the first call."""
    patterns = [(name, one) for name, them in tables.signs.items() for one in them]
    served = AllOf([rule.has for rule in tables.rules])
    return SignSieve(patterns, Sieve(one for _, one in patterns), tables.rules, served)
