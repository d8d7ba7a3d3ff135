"""What is sealed comes out with the key alone, and keys can be changed."""

import pytest

from config.sealing import KeyWrong, SealedBox, new_key

FACTS = {"userid": "zhang", "contact": "13800001111"}


def test_what_is_sealed_is_not_readable_and_comes_out_again() -> None:
    box = SealedBox(new_key())

    sealed = box.seal(FACTS)

    assert "zhang" not in sealed
    assert box.open(sealed) == FACTS


def test_another_key_opens_nothing() -> None:
    assert SealedBox(new_key()).open(SealedBox(new_key()).seal(FACTS)) == {}


def test_without_a_key_nothing_is_kept() -> None:
    box = SealedBox("")

    assert not box.has_key
    assert box.seal(FACTS) == ""
    assert box.open("whatever") == {}


def test_of_nothing_nothing_is_sealed() -> None:
    assert SealedBox(new_key()).seal({"contact": ""}) == ""


def test_a_new_key_is_put_before_the_old_one_and_then_replaces_it() -> None:
    old, new = new_key(), new_key()
    sealed = SealedBox(old).seal(FACTS)

    renewed = SealedBox(f"{new}, {old}").renewed(sealed)

    assert SealedBox(f"{new},{old}").open(sealed) == FACTS
    assert renewed is not None
    assert SealedBox(new).open(renewed) == FACTS
    assert SealedBox(old).open(renewed) == {}
    assert SealedBox(new).renewed(sealed) is None


@pytest.mark.parametrize("key", ["short", "钥匙一", "a" * 44, "b3ZlcmNvb2tlZC1kdW1wbGluZ3MtYXJlLXNvZ2d5LSE=,half"])
def test_what_is_no_key_is_said_without_repeating_it(key: str) -> None:
    with pytest.raises(KeyWrong) as told:
        SealedBox(key)

    assert key not in str(told.value)
