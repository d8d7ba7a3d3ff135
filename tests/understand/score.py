"""Print how well messages are understood: `python -m tests.understand.score EVAL [ROWS] [--errors N]`.

EVAL is the folder of evaluate.py and of the given rows; ROWS another folder with rows of the same form, EVAL itself
where it is left out. Hazards, intents and dates go through `understand --jsonl`, questions through `ask --jsonl` on
an SQLite database with EVAL's ../data/year.json, just as the evaluator does it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEARD = ("hazards", "intents", "deadlines")


def main() -> None:
    """Predict every kind of row that the folder has and let evaluate.py judge them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path)
    parser.add_argument("rows", type=Path, nargs="?")
    parser.add_argument("--errors", default="0")
    parser.add_argument("--only", choices=(*HEARD, "questions"))
    given = parser.parse_args()
    rows = given.rows or given.eval
    kinds = [kind for kind in (*HEARD, "questions") if (rows / f"{kind}.jsonl").exists()]
    with tempfile.TemporaryDirectory() as folder:
        for kind in [given.only] if given.only else kinds:
            predictions = Path(folder) / f"{kind}.jsonl"
            predictions.write_bytes(_predicted(kind, rows / f"{kind}.jsonl", given.eval, Path(folder)))
            judge = [sys.executable, str(given.eval / "evaluate.py"), kind, str(predictions), "--gold", str(rows)]
            subprocess.run([*judge, "--errors", given.errors], check=True)


def _predicted(kind: str, rows: Path, evaluator: Path, folder: Path) -> bytes:
    if kind in HEARD:
        return _bot(folder, "understand", "--jsonl", given=rows)
    _bot(folder, "import", str(evaluator.parent / "data" / "year.json"))
    return _bot(folder, "ask", "--jsonl", given=rows)


def _bot(folder: Path, *arguments: str, given: Path | None = None) -> bytes:
    environment = os.environ | {
        "MINAN_DATABASE_URL": f"sqlite:///{folder / 'year.db'}",
        "MINAN_DATA_DIR": str(folder),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=given.read_bytes() if given else None,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
        check=True,
    ).stdout


if __name__ == "__main__":
    main()
