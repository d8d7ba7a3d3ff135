"""Benchmark institutions (T3-2): 标杆机构, 设为标杆 张良镇敬老院, 取消标杆 张良镇敬老院."""

from handlers import register_figures, registers
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import register_overview as texts
from handlers.understand.register_words import read_benchmark, unit_of_benchmarks
from handlers.unit_asking import named_unit, with_unit
from storage.vocabulary import Level, RegisterKind


def _read(heard: Heard) -> Wish | None:
    if heard.form is not None:
        return None
    if (said := read_benchmark(heard.text)) is not None:
        return {"unit": said.unit, "is_one": said.is_one}
    unit = unit_of_benchmarks(heard.text)
    return None if unit is None else {"unit": unit}


def _answer(wish: Wish, asking: Asking) -> Reply:
    if "is_one" in wish:
        unit = named_unit(wish, asking)
        return unit if isinstance(unit, Question) else registers.set_benchmark(unit, asking, is_one=wish["is_one"])
    asked = register_figures.asked(wish, asking)
    if isinstance(asked, Question):
        return asked
    whose, found = asked
    table = asking.desk.tables.registers
    names = {
        texts.town_name(town): [one.name for one in ours if one.of(RegisterKind.BENCHMARK)]
        for town, ours in registers.by_town(found, asking.tree).items()
    }
    figures = register_figures.counted(found, asking.tree, asking.today, table)
    return texts.benchmarks(whose, figures, names, table.benchmark_percent)


INTENT = Intent(
    "benchmark",
    "标杆机构",
    ("标杆机构", "设为标杆 张良镇敬老院", "取消标杆 张良镇敬老院"),
    _read,
    _answer,
    with_unit,
    levels=(Level.TOWNSHIP, Level.SECTION, Level.BUREAU),
)
