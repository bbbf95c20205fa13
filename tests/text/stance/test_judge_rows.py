from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bot.domain.finding import Judgement
from bot.errors import InputError
from bot.text.stance.rows import columns, judge_rows


class Counting:
    """Says `supports` to everything and keeps the sizes of the batches."""

    name = "counting"

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def judge(self, claim: str, text: str) -> Judgement:
        return self.judge_many([(claim, text)])[0]

    def judge_many(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.sizes.append(len(pairs))
        return [Judgement(0.7, 0.1, 0.1, 0.1) for _ in pairs]


def test_other_columns_pass_through_in_order() -> None:
    rows = [{"id": "7", "claim": "a b c", "note": "x,y", "text": "a b c"}]
    (found,) = judge_rows(rows, Counting())
    names = ["stance", "supports", "refutes", "discusses", "unrelated", "not_checkable"]
    assert list(found) == ["id", "claim", "note", "text", *names]
    assert (found["id"], found["note"], found["stance"], found["supports"]) == ("7", "x,y", "supports", "0.7000")


def test_columns_of_ours_are_replaced_and_stand_last() -> None:
    assert columns(["stance", "text", "claim"])[:3] == ["text", "claim", "stance"]
    (found,) = judge_rows([{"stance": "old", "claim": "a", "text": "b"}], Counting())
    assert list(found)[:3] == ["claim", "text", "stance"]
    assert found["stance"] == "supports"


def test_it_streams() -> None:
    taken = 0

    def endless() -> Iterator[dict[str, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"claim": "a", "text": "b"}

    judge = Counting()
    found = judge_rows(endless(), judge)
    for _ in range(100):
        next(found)
    assert taken <= 128
    assert max(judge.sizes) <= 64


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ([], "empty"),
        (None, "empty"),
        (["claim", "body"], "`text`"),
        (["Claim", "text"], "`claim`"),
        (["claim", "text", "text"], "twice"),
    ],
)
def test_a_wrong_header_is_explained(header: list[str] | None, said: str) -> None:
    with pytest.raises(InputError) as caught:
        columns(header)
    assert said in caught.value.user_message


def test_a_short_row_is_named_by_its_line() -> None:
    rows = [{"claim": "a", "text": "b"}, {"claim": "a", "text": None}]
    with pytest.raises(InputError) as caught:
        list(judge_rows(rows, Counting()))  # type: ignore[arg-type]
    assert "Row 3" in caught.value.user_message


def test_a_long_row_is_named_by_its_line() -> None:
    rows = [{"claim": "a", "text": "b", None: ["c"]}]
    with pytest.raises(InputError) as caught:
        list(judge_rows(rows, Counting()))  # type: ignore[arg-type]
    assert "Row 2" in caught.value.user_message
