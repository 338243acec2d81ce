"""The expression language takes what it should and nothing else, and knows what it cannot compute."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from app.models.domain.methodology import Methodology
from app.services.rating.compiled import compiled
from app.services.rating.expressions import check_expression, compile_expression, linear_terms, names_in
from app.services.rating.run import Run
from app.services.rating.values import EXACT, Gap, Value
from app.texts import Texts
from tests.services.rating.build import CURRENT, PRIOR, answers, golden, statement

NAMES = {"a", "b", "f_x"}


@pytest.mark.parametrize(
    "text",
    [
        "1 + 2 * -a",
        "a < b <= 3 and not (b == 0 or a != 1)",
        "iff(a > 0, 'full', default(b, 0))",
        "std('roe', 'average') / 100",
        "min(a, b, 1) + max(a) - abs(b) * ln(2)",
    ],
)
def test_what_the_language_allows(text: str) -> None:
    assert check_expression(text, NAMES) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "syntax"),
        ("a +", "syntax"),
        ("a = 1", "syntax"),
        ("a ** 9999999", "not_allowed"),
        ("a // b", "not_allowed"),
        ("a.__class__", "not_allowed"),
        ("a[0]", "not_allowed"),
        ("[a for a in b]", "not_allowed"),
        ("lambda: 1", "not_allowed"),
        ("True", "not_allowed"),
        ("None", "not_allowed"),
        ("a if b else 1", "not_allowed"),
        ("(a := 1)", "not_allowed"),
        ("a < 'x'", "word_here"),
        ("std(a, b)", "word_needed"),
        ("1j", "not_allowed"),
        ("0x10", "bad_number"),
        ("c", "unknown_name"),
        ("__import__('os')", "unknown_function"),
        ("open('x')", "unknown_function"),
        ("avg(a, b)", "arguments"),
        ("min()", "arguments"),
        ("1" * 5000, "too_long"),
        ("(" * 3000 + "a" + ")" * 500, "syntax"),
    ],
)
def test_what_the_language_refuses_is_named(text: str, key: str) -> None:
    found = check_expression(text, NAMES)
    assert [one.split(": ")[0] for one in found][:1] == [f"rating.expr.{key}"]


def test_every_problem_is_told_at_once() -> None:
    assert len(check_expression("c + d * e(1)", NAMES)) == 3


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_problems_have_words(lang: str) -> None:
    texts = Texts.load(lang)
    for text in ("", "c", "e(1)", "a[0]", "min()", "1j", "a < 'x'", "std(a, b)", "1" * 5000):
        for problem in check_expression(text, NAMES):
            key, _, about = problem.partition(": ")
            assert about in texts(key, about=about)


def test_decimals_are_read_as_written() -> None:
    value = compile_expression("0.1 + 0.2", lambda name: lambda scope: Gap("rating.no_value"))
    assert value(None) == D("0.3")  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@for_all(st.text(alphabet="ab(),.+-*/<>=! '\"x1_[]{}:\n", max_size=40))
def test_any_text_is_refused_or_compiled_and_never_raises(text: str) -> None:
    problems = check_expression(text, NAMES)
    if not problems:
        compile_expression(text, lambda name: lambda scope: D(1))


def test_names_and_plain_sums_are_read() -> None:
    assert names_in("avg(a + b) / growth(c)") == {"a", "b", "c"}
    assert linear_terms("a + b - c") == ((1, "a"), (1, "b"), (-1, "c"))
    assert linear_terms("a * 2") == ()


# --- evaluating ---------------------------------------------------------------------------------------------------


def value(m: Methodology, text: str, **more: object) -> Value:
    with localcontext(EXACT):
        return Run(compiled(m), golden(**more)).value(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("avg(ar)", D(1800)),
        ("prev(ar)", D(1600)),
        ("growth(ar)", D("0.25")),
        ("prev(avg(ar))", D(1600)),
        ("n_years", D(2)),
        ("unit", D(10000)),
        ("known(ar) and not known(f_bankrupt)", True),
        ("default(f_bankrupt, 7)", D(7)),
        ("fact(f_bankrupt)", False),
        ("cat(0.2, 0.2, 0.15) + cat(0.15, 0.2, 0.15) * 10 + cat(0.1, 0.2, 0.15) * 100", D(321)),
        ("ar > 1 or f_bankrupt > 0", True),
        ("ar < 1 and f_bankrupt > 0", False),
        ("(ar > 1) + (inv > 1)", D(2)),
    ],
)
def test_values_of_the_golden_statements(shipped: Methodology, text: str, wanted: Value) -> None:
    assert value(shipped, text) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ar / (ar - ar)", "rating.zero_divisor"),
        ("cfo_in_sales / rev", "rating.no_line"),
        ("prev(prev(ar))", "rating.no_earlier_year"),
        ("growth(prepay - 100)", "rating.no_growth_base"),
        ("ln(0 - ar)", "rating.no_logarithm"),
        ("f_bankrupt + 1", "rating.not_answered"),
        ("ar > 1 and f_bankrupt > 0", "rating.not_answered"),
        ("std('roe', 'average')", "rating.no_standard"),
        ("usd(TA)", "rating.no_rate"),
        ("A01", "rating.not_answered"),
    ],
)
def test_what_cannot_be_computed_says_why(shipped: Methodology, text: str, reason: str) -> None:
    got = value(shipped, text)
    assert isinstance(got, Gap)
    assert got.reason == reason
    for lang in ("en", "zh", "ru"):
        assert Texts.load(lang)(got.reason, about=got.about)


def test_amounts_in_dollars_follow_the_rates(shipped: Methodology) -> None:
    assert value(shipped, "usd(TA)", rates={"USD": D(8)}) == D(8300) * 10000 / 8 / 1000000


def test_median_of_a_column_of_references(shipped: Methodology) -> None:
    rows = tuple({"limit": text} for text in ("50", "120", "80", "none"))
    table = {"A11": replace(answers(A11=D(4))["A11"], rows=rows)}
    assert value(shipped, "item_rows_median('A11', 'limit')", answers=table) == 80


def test_averages_use_given_opening_balances_first(shipped: Methodology) -> None:
    years = (statement(2024, PRIOR), statement(2025, CURRENT, opening={"ar": D(1000)}))
    assert value(shipped, "avg(ar)", statements=years) == 1500
    assert value(shipped, "avg(inv)", statements=years) == 1500
    assert value(shipped, "avg(ar)", statements=years[1:]) == 1500
    assert value(shipped, "prev(ar)", statements=years[1:]) == 1000


def test_years_in_other_units_are_brought_together(shipped: Methodology) -> None:
    prior = statement(2024, {key: D(str(amount)) * 10 for key, amount in PRIOR.items()}, unit=1000)
    assert value(shipped, "growth(rev)", statements=(prior, statement(2025, CURRENT))) == value(shipped, "growth(rev)")
