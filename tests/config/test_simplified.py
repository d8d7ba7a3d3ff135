"""Traditional characters become simplified ones, one for one."""

import pytest

from config.simplified import simplified_by_traditional


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("護理員發現滅火器過期，電線裸露", "护理员发现灭火器过期，电线裸露"),
        ("樓梯間堆滿雜物，疏散門鎖閉", "楼梯间堆满杂物，疏散门锁闭"),
        ("廚房燃氣竈軟管龜裂，麵粉受潮", "厨房燃气灶软管龟裂，面粉受潮"),
    ],
)
def test_a_traditional_text_is_read_like_a_simplified_one(traditional: str, simplified: str) -> None:
    table = simplified_by_traditional()

    assert "".join(table.get(character, character) for character in traditional) == simplified


def test_simplified_texts_stay_as_they_are() -> None:
    table = simplified_by_traditional()

    assert not set("二楼东头灭火器过期了，赶紧更换，别等到下周") & set(table)
    assert all(len(before) == len(after) == 1 for before, after in table.items())
