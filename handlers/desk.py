"""What the bureau has configured, read once at start and handed to every message."""

from dataclasses import dataclass, field
from pathlib import Path

from config.calendar import WorkCalendar
from config.lexicon import Lexicon, read_lexicon
from config.sealing import SealedBox
from config.tables import Tables, load_tables
from handlers.understand.words import Cutter, dictionary


@dataclass(frozen=True, slots=True)
class Desk:
    """Tables, words and calendar, and where what is read when it is needed stands."""

    tables: Tables
    lexicon: Lexicon
    calendar: WorkCalendar
    cutter: Cutter
    config_dir: Path
    """Below it the templates of documents, which the office may change at any time."""
    data_dir: Path
    """Below it the pictures that people sent."""
    box: SealedBox = field(default_factory=SealedBox)
    """For who told a tip 「举报」; without a key it keeps nothing."""


def load_desk(config_dir: Path, cache_dir: Path, data_dir: Path, tip_key: str = "") -> Desk:
    """Return what the folder of the configuration says; `cache_dir` is made and holds what only saves time.

    Raises TablesWrong or LexiconWrong, KeyWrong where `tip_key` is no key.
    """
    tables, lexicon = load_tables(config_dir), read_lexicon(config_dir / "lexicon")
    cache_dir.mkdir(parents=True, exist_ok=True)
    cutter = Cutter(dictionary(lexicon.words.own_words, {}), cache_dir)
    return Desk(tables, lexicon, tables.calendar, cutter, config_dir, data_dir, SealedBox(tip_key))
