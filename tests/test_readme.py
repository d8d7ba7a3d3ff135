"""The README's picture of a hazard's life is the lifecycle table, drawn. `python -m tests.test_readme` redraws it."""

from pathlib import Path

from handlers.rules.hazard_lifecycle import MOVES, Fact, Who
from storage.vocabulary import HazardState

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- lifecycle: made from handlers/rules/hazard_lifecycle.py; a test keeps them equal -->"
END = "<!-- /lifecycle -->"
WHO = {
    Who.ANYBODY: "本单位或上级",
    Who.IN_CHARGE: "本单位负责人、安全员或上级",
    Who.SUPERIOR: "上级",
    Who.OF_LEVEL: "规定层级以上",
}
FACTS = {Fact.DOUBTFUL: "疑似重大", Fact.OWNERLESS: "没有责任人"}


def picture() -> str:
    """Return the table as a diagram; moves that leave a hazard where it is are left out."""
    lines = ["```mermaid", "stateDiagram-v2"]
    drawn = {state for (before, _), move in MOVES.items() for state in (before, move.after) if state is not None}
    drawn |= {state for move in MOVES.values() for _, state in move.instead}
    lines += [f"    {state.value}: {state.term}" for state in HazardState if state in drawn]
    for (before, action), move in MOVES.items():
        for fact, after in ((None, move.after), *move.instead):
            if before is not after:
                when = f"，{FACTS[fact]}" if fact else ""
                begin = before.value if before else "[*]"
                lines.append(f"    {begin} --> {after.value}: {action.term}（{WHO[move.by]}{when}）")
    ends = drawn - {before for (before, _), move in MOVES.items() if before is not move.after}
    lines += [f"    {state.value} --> [*]" for state in HazardState if state in ends]
    return "\n".join([*lines, "```"])


def test_the_picture_of_a_hazards_life_is_the_table() -> None:
    text = README.read_text(encoding="utf-8")

    assert text.partition(BEGIN)[2].partition(END)[0].strip() == picture()


if __name__ == "__main__":
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    README.write_text(f"{before}{BEGIN}\n\n{picture()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
