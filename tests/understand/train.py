"""Train the small models beside the rules: `python -m tests.understand.train` writes config/lexicon/weights_*.json.

With `--check` nothing is written; what is right by the rules alone and by rules and models is printed: of the rows
that are learnt from (each fifth with weights of the other four; the rules know them), and of the untouched ones.
"""

import argparse
import hashlib
import json
import string
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from config.calendar import WorkCalendar
from config.grams import grams
from config.lexicon import OPEN_GRADE, Lexicon, read_lexicon
from config.linear import LinearTable
from handlers.understand.read import predict
from handlers.understand.words import normalise
from tests.understand.partings import Row, pairs_of, spans_of
from tests.understand.seams import places_of

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "config" / "lexicon"
ROWS = ROOT / "tests" / "understand" / "rows"
TAUGHT = ROOT / "tests" / "understand" / "taught"
"""Rows that only teach the models: no rule is written to them."""
UNSEEN = ROOT / "tests" / "understand" / "unseen"
"""Rows that nobody looked at: their totals alone are known."""
UNTOUCHED = ROOT / "tests" / "understand" / "untouched"
"""Rows that nothing is trained on and no rule is written to: they judge the two together."""
GIVEN = ROOT / "tests" / "handlers" / "understand" / "data"
FOLDS = 5
_WORD_COUNTS = 0.05
_ELSEWHERE_COUNTS = 0.1
_TELL_OF_FAULTS = ("report_hazard", "anonymous_report")
_ALIKE = 0.5
"""Rows that share so many of their pairs of characters are never split between training and testing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with the class that it shows, and the row that it comes from."""

    text: str
    label: str
    row: str
    counts: float = 1.0
    marks: frozenset[str] | None = None
    """What is learnt from in place of the characters of the text."""


@dataclass(frozen=True, slots=True)
class Target:
    """What one model decides: the file of its weights, its samples, and how strictly it is fitted."""

    name: str
    samples: Callable[[Sequence[Row], Sequence[Row]], Iterator[Sample]]
    looseness: float
    is_balanced: bool = False
    learns_words: bool = False
    """Whether the words of the category lexicon are samples as well, each counting little."""
    drawn: Callable[[Sequence[Row], Lexicon], Iterator[Sample]] | None = None
    """Draws what is learnt from out of the rows, where it is not their characters."""
    rarest: int = 2
    """What is seen less often is not learnt."""
    too_small: int = 10
    """Smaller weights are left out: a tenth of a logarithm changes nothing and fills the file."""


def _categories(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in hazards:
        primary = row["primary"] if "primary" in row else next(iter(row["categories"]), None)
        if primary and not row.get("multi"):
            yield Sample(row["text"], primary, row["id"])
        for item in row.get("items") or ():
            yield Sample(item.get("span") or item["text"], item["category"], row["id"])


def _faults(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in hazards:
        yield Sample(row["text"], "hazard" if row["is_hazard"] else "", row["id"])
    for row in intents:
        if row["intent"] in _TELL_OF_FAULTS:
            yield Sample(row["text"], "hazard", row["id"], counts=_ELSEWHERE_COUNTS)


def _intents(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in intents:
        yield Sample(row["text"], row["intent"], row["id"])
    for row in hazards:
        if row["is_hazard"]:
            yield Sample(row["text"], "report_hazard", row["id"], counts=_ELSEWHERE_COUNTS)


def _grades(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in hazards:
        if row["is_hazard"] and "grade" in row:
            yield Sample(row["text"], row["grade"] or OPEN_GRADE, row["id"])


def _spans(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in hazards:
        for span in spans_of(row):
            yield Sample(row["text"], span, row["id"])


def _seams(hazards: Sequence[Row], intents: Sequence[Row]) -> Iterator[Sample]:
    for row in hazards:
        yield Sample(row["text"], "|".join(spans_of(row)), row["id"])


def _drawn_seams(hazards: Sequence[Row], lexicon: Lexicon) -> Iterator[Sample]:
    for row in hazards:
        for marks, is_seam, counts in places_of(row, lexicon):
            yield Sample(row["text"], "seam" if is_seam else "", row["id"], counts, marks)


def _drawn_partings(hazards: Sequence[Row], lexicon: Lexicon) -> Iterator[Sample]:
    pairs = pairs_of(hazards, lexicon, lambda learnt: fitted(CATEGORY, learnt, (), lexicon))
    for row, marks, is_new in pairs:
        yield Sample(row["text"], "new" if is_new else "", row["id"], marks=marks)


CATEGORY = Target("category", _categories, looseness=3.0, learns_words=True)
TARGETS = (
    CATEGORY,
    Target("fault", _faults, looseness=1.0, is_balanced=True),
    Target("grade", _grades, looseness=1.5),
    Target("intent", _intents, looseness=1.0),
    Target("seam", _seams, looseness=1.0, drawn=_drawn_seams, rarest=5, too_small=30),
    Target("parting", _spans, looseness=0.5, drawn=_drawn_partings),
)


def rows_of(*files: Path) -> list[Row]:
    """Return the rows of files of JSON lines in order; one without "id" gets its place as one."""
    return [
        {"id": f"{file.stem}:{number}", **json.loads(line)}
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines())
    ]


@cache
def all_rows() -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return all rows of hazards and all rows of intents that the project has."""
    hazards, intents = (
        rows_of(
            *(ROWS / f"{kind}.jsonl", GIVEN / f"eval_{kind}.jsonl", GIVEN / f"own_{kind}.jsonl"),
            TAUGHT / f"{kind}.jsonl",
        )
        for kind in ("hazards", "intents")
    )
    return tuple(hazards), tuple(intents)


def asked_rows() -> tuple[list[Row], list[Row]]:
    """Return the rows of an independent hand, of hazards and of intents, without those that only teach."""
    return rows_of(ROWS / "hazards.jsonl"), rows_of(ROWS / "intents.jsonl")


def untouched_rows() -> tuple[list[Row], list[Row]]:
    """Return the rows of hazards and of intents that nothing was fitted or written to."""
    return rows_of(UNTOUCHED / "hazards.jsonl"), rows_of(UNTOUCHED / "intents.jsonl")


def unseen_rows() -> tuple[list[Row], list[Row]]:
    """Return the rows of hazards and of intents of which only totals are known."""
    return rows_of(UNSEEN / "hazards.jsonl"), rows_of(UNSEEN / "intents.jsonl")


def hash_of_rows(target: Target) -> str:
    """Return the hash of what a model is trained on: texts and classes in order."""
    samples = [(one.text, one.label) for one in target.samples(*all_rows())]
    return hashlib.sha256(json.dumps(samples, ensure_ascii=False).encode()).hexdigest()[:16]


def fitted(target: Target, hazards: Sequence[Row], intents: Sequence[Row], lexicon: Lexicon) -> LinearTable:
    """Return the weights that these rows teach."""
    samples = list(target.drawn(hazards, lexicon) if target.drawn else target.samples(hazards, intents))
    words = list(lexicon.hazards.term_by_word.items()) if target.learns_words else []
    counter = CountVectorizer(analyzer=sorted, binary=True, min_df=target.rarest)
    texts = [grams(normalise(one.text, lexicon.words).text) if one.marks is None else one.marks for one in samples]
    counted = counter.fit_transform(
        [*texts, *(grams(word) - {"^", "$", f"^{word[0]}", f"{word[-1]}$"} for word, _ in words)]
    )
    model = LogisticRegression(
        C=target.looseness, class_weight="balanced" if target.is_balanced else None, max_iter=500
    )
    labels = [*(one.label for one in samples), *(term.category for _, term in words)]
    model.fit(counted, labels, [*(one.counts for one in samples), *(_WORD_COUNTS * term.weight for _, term in words)])
    classes = tuple(map(str, model.classes_))[-len(model.coef_) :]
    weights = {}
    for gram, column in sorted(counter.vocabulary_.items()):
        row = [(place, round(100 * value)) for place, value in enumerate(model.coef_[:, column])]
        if kept := tuple((place, weight) for place, weight in row if abs(weight) >= target.too_small):
            weights[str(gram)] = kept
    return LinearTable(
        classes, tuple(round(100 * value) for value in model.intercept_), weights, hash_of_rows(target)
    )


def all_fitted(hazards: Sequence[Row], intents: Sequence[Row], lexicon: Lexicon) -> dict[str, LinearTable]:
    """Return the weights of every model by name, each learnt with those before it: seams make the clauses."""
    tables = {target.name: LinearTable((), (), {}, "") for target in TARGETS}
    for target in TARGETS:
        tables[target.name] = fitted(target, hazards, intents, with_models(lexicon, tables))
    return tables


def written(table: LinearTable) -> str:
    """Return the file of a table: one line for each group of characters, so that a difference can be read."""
    letters = string.ascii_letters[: len(table.classes)]

    def line(gram: str, row: Sequence[tuple[int, int]]) -> str:
        said = " ".join(f"{letters[place]}{weight}" for place, weight in row)
        return f"{json.dumps(gram, ensure_ascii=False)}: {json.dumps(said)}"

    head = {
        "about": "python -m tests.understand.train",
        "rows": table.rows,
        "classes": dict(zip(letters, table.classes, strict=True)),
        "bias": dict(zip(letters, table.bias, strict=True)),
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    grown = ",\n".join(line(gram, row) for gram, row in table.weights.items())
    return "{\n" + ",\n".join(lines) + ',\n"weights": {\n' + grown + "\n}\n}\n"


def with_models(lexicon: Lexicon, tables: Mapping[str, LinearTable]) -> Lexicon:
    """Return the lexicon with these weights in place of its own."""
    return replace(
        lexicon,
        hazards=replace(
            lexicon.hazards,
            category_weights=tables["category"],
            fault_weights=tables["fault"],
            grade_weights=tables["grade"],
            seam_weights=tables["seam"],
            parting_weights=tables["parting"],
        ),
        intents=replace(lexicon.intents, weights=tables["intent"]),
    )


def without_models(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon with weights that say nothing, which leaves every decision to the rules."""
    return with_models(lexicon, {target.name: LinearTable((), (), {}, "") for target in TARGETS})


def folds(rows: Sequence[Row]) -> list[tuple[list[Row], list[Row]]]:
    """Return (rows to learn from, rows to be asked) for each fold; rows that are much alike stay together."""
    splits = GroupKFold(FOLDS).split(rows, groups=_groups([str(row["text"]) for row in rows]))
    return [([rows[place] for place in learnt], [rows[place] for place in asked]) for learnt, asked in splits]


def _groups(texts: Sequence[str]) -> list[int]:
    """Return a number for each text, the same for those that share most of their pairs of characters."""
    all_pairs = [frozenset(map("".join, pairwise(text))) or frozenset((text,)) for text in texts]
    groups = list(range(len(texts)))
    holders: dict[str, list[int]] = {}
    for later, pairs in enumerate(all_pairs):
        shared = Counter(earlier for pair in pairs for earlier in holders.get(pair, ()))
        for earlier, count in shared.items():
            if count > _ALIKE * len(pairs | all_pairs[earlier]):
                old, new = groups[later], groups[earlier]
                groups = [new if one == old else one for one in groups]
        for pair in pairs:
            holders.setdefault(pair, []).append(later)
    return groups


def held_out(lexicon: Lexicon) -> tuple[list[tuple[Row, Row]], list[tuple[Row, Row]]]:
    """Return (row, prediction) of every row of hazards and of intents, by weights that never saw the row."""
    ids = {row["id"] for rows in asked_rows() for row in rows}
    given = [[row for row in rows if row["id"] not in ids] for rows in all_rows()]
    results: list[list[tuple[Row, Row]]] = [[], []]
    for parts in zip(*(folds(rows) for rows in asked_rows()), strict=True):
        learnt = [[*rows, *more] for (rows, _), more in zip(parts, given, strict=True)]
        trained = with_models(lexicon, all_fitted(learnt[0], learnt[1], lexicon))
        for result, (_, asked) in zip(results, parts, strict=True):
            result += understood(asked, trained)
    return results[0], results[1]


def understood(rows: Sequence[Row], lexicon: Lexicon) -> list[tuple[Row, Row]]:
    """Return (row, prediction) of every row."""
    calendar = WorkCalendar()
    return [(row, predict(row, lexicon, calendar)) for row in rows]


def figures(hazards: Sequence[tuple[Row, Row]], intents: Sequence[tuple[Row, Row]]) -> dict[str, float]:
    """Return the shares that are right, as evaluate.py counts them."""
    single = [(row, line) for row, line in hazards if row["is_hazard"] and not row["multi"]]
    graded = [(row, line) for row, line in hazards if row.get("grade")]
    return {
        "hazard": _share(row["is_hazard"] == line["is_hazard"] for row, line in hazards),
        "recall": _share(line["is_hazard"] for row, line in hazards if row["is_hazard"]),
        "specificity": _share(not line["is_hazard"] for row, line in hazards if not row["is_hazard"]),
        "primary": _share(row["categories"][:1] == line["categories"][:1] for row, line in single),
        "set": _share(set(row["categories"]) == set(line["categories"]) for row, line in hazards if row["is_hazard"]),
        "split": _share(row["n_hazards"] == line["n_hazards"] for row, line in hazards if row["multi"]),
        "major": _share(line["grade"] == "重大" for row, line in graded if row["grade"] == "重大"),
        "major_precision": _share(row["grade"] == "重大" for row, line in graded if line["grade"] == "重大"),
        "intent": _share(row["intent"] == line["intent"] for row, line in intents),
    }


def _share(hits: Iterator[bool]) -> float:
    marks = list(hits)
    return sum(marks) / len(marks) if marks else 1.0


def _print(name: str, rows: Sequence[Sequence[Row]], lexicon: Lexicon, helped: Mapping[str, float]) -> None:
    alone = figures(*(understood(one, without_models(lexicon)) for one in rows))
    for figure, share in alone.items():
        print(f"{name}: {figure:12s} rules {share:6.1%}   rules and models {helped[figure]:6.1%}")


def main() -> None:
    """Write the weights, or with --check print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    lexicon = read_lexicon(LEXICON)
    if given.check:
        _print("learnt from", asked_rows(), lexicon, figures(*held_out(lexicon)))
        _print(
            "untouched", untouched_rows(), lexicon, figures(*(understood(one, lexicon) for one in untouched_rows()))
        )
        return
    for name, table in all_fitted(*all_rows(), lexicon).items():
        file = LEXICON / f"weights_{name}.json"
        file.write_text(written(table), encoding="utf-8")
        print(f"{file.name}: {len(table.weights)} groups, {file.stat().st_size / 1000:.0f} kB, rows {table.rows}")


if __name__ == "__main__":
    main()
