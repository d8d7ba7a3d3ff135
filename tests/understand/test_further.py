"""Rows written after the models were trained, each batch before any rule was written to it, are still understood.

A model that learns from them does worse on rows of another hand: they hold far more denials than people write.
"""

import json
from pathlib import Path

from config.calendar import WorkCalendar
from config.lexicon import read_lexicon
from handlers.understand.read import predict
from tests.understand.train import LEXICON

ROWS = Path(__file__).parent / "further" / "hazards.jsonl"


def test_faults_are_told_from_good_news() -> None:
    lexicon, calendar = read_lexicon(LEXICON), WorkCalendar()
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]

    right = [predict(row, lexicon, calendar)["is_hazard"] == row["is_hazard"] for row in rows]

    assert sum(right) >= 0.9 * len(rows)
