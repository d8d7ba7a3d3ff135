"""Print the scores on rows of the evaluator's form: `python -m tests.handlers.understand.score DIR`."""

import json
import sys
import tempfile
from pathlib import Path
from subprocess import run

from config.calendar import WorkCalendar
from config.lexicon import read_lexicon
from handlers.understand.read import predict

KINDS = ("hazards", "intents", "deadlines")
LEXICON = Path(__file__).parents[3] / "config" / "lexicon"


def main() -> None:
    """Predict the rows of the folder named first and let its evaluate.py judge them."""
    folder, errors = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "0"
    lexicon, calendar = read_lexicon(LEXICON), WorkCalendar()
    with tempfile.TemporaryDirectory() as out:
        for kind in KINDS:
            rows = (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
            lines = [json.dumps(predict(json.loads(row), lexicon, calendar), ensure_ascii=False) for row in rows]
            (Path(out) / f"{kind}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        run([sys.executable, str(folder / "evaluate.py"), "all", out, "--errors", errors], check=True)


if __name__ == "__main__":
    main()
