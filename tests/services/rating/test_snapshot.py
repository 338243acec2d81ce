"""Input and result go to canonical text and back without losing or adding anything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CheckState, Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Override, RatingInput
from app.services.rating import rate, split_change
from app.services.rating.snapshot import digest, dump, load_input, load_result
from tests.services.rating.build import AS_OF, answer, answers, full_answers, golden

FULL = golden(
    answers={
        "A04": answer("A04", date(2000, 1, 2), by="officer 1", at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        "A03": answer("A03", "llc", details={"b": "2", "a": "1"}, sources=("REG",), check=CheckState.DOCUMENTED),
        "A11": answer("A11", D("4.50"), rows=({"limit": "5"},), evidence_ids=(1, 2)),
        "D13": answer("D13", True),
        "F01": Answer("F01", AnswerState.NOT_APPLICABLE, reason="new"),
    },
    guarantees=(Guarantee("cash", D(5), D("0.10"), "AAA"),),
    rates={"USD": D("7.10")},
    rates_date=AS_OF,
    weights={"character": D(40)},
    seen_warnings=(("W01", "ab"),),
    override=Override(Grade.A, "reason", AS_OF + timedelta(days=3), "officer 1", "officer 2"),
)


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    assert load_input(dump(FULL)) == FULL
    assert type(load_input(dump(FULL)).answers["D13"].value) is bool


def test_a_result_comes_back_as_it_was(shipped: Methodology) -> None:
    result = rate(shipped, replace(FULL, answers={**full_answers(shipped), **FULL.answers}))
    assert load_result(dump(result)) == result
    assert dump(load_result(dump(result))) == dump(result)


def test_same_input_gives_the_same_bytes(shipped: Methodology) -> None:
    first, second = rate(shipped, golden()), rate(shipped, load_input(dump(golden())))
    assert digest(dump(first)) == digest(dump(second))
    assert first.input_hash == digest(dump(golden()))


@settings(max_examples=60, deadline=None)
@for_all(
    st.dictionaries(
        st.sampled_from(["A", "B", "C"]),
        st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.booleans() | st.text(max_size=5) | st.dates(),
    )
)
def test_any_answer_survives_the_way_there_and_back(values: dict[str, object]) -> None:
    given = RatingInput(AS_OF, "small", answers(**values))  # type: ignore[arg-type]
    again = load_input(dump(given))
    assert again == given
    assert dump(again) == dump(given)


def test_text_is_sorted_compact_and_leaves_defaults_out() -> None:
    text = dump(golden())
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "override" not in text


def test_another_figure_is_another_input(shipped: Methodology) -> None:
    one = rate(shipped, golden(answers=answers(C07=D(4)))).input_hash
    assert one != rate(shipped, golden(answers=answers(C07=D("4.001")))).input_hash


def test_change_of_methodology_and_override_are_told_apart(shipped: Methodology) -> None:
    items = tuple(replace(one, scoring=replace(one.scoring, alpha=D(1))) if one.id == "E05" else one for one in shipped.items)
    newer = replace(shipped, version="2", hash="2", items=items)
    before, after = golden(), golden(answers=answers(C07=D(4)))
    split = split_change((shipped, before, rate(shipped, before)), (newer, after, rate(newer, after)))
    assert split.inputs > 0
    assert split.methodology > 0
    assert split.score_before + split.inputs + split.methodology == split.score_after
    assert [one.item for one in split.items if one.change] == ["C07"]
    lowered = replace(after, override=Override(Grade.D, "known fraud", AS_OF, "officer 1", "officer 2"))
    split = split_change((newer, after, rate(newer, after)), (newer, lowered, rate(newer, lowered)))
    assert (split.inputs, split.methodology, split.inputs_notches, split.methodology_notches) == (0, 0, 0, 0)
    assert split.override_notches == split.grade_after - split.grade_before < 0
