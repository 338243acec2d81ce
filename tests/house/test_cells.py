"""Texts that go into a spreadsheet: none of them is a formula, figures stay figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells import as_lines, harmless
from app.texts import Texts

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
BLANKS = " \u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
LANGUAGES = ("en", "zh", "ru")


@given(st.text(BLANKS, max_size=3), st.sampled_from(SIGNS), st.text(st.characters(exclude_characters="0123456789"), max_size=20))
def test_no_text_that_begins_with_a_sign_is_a_formula(before: str, sign: str, rest: str) -> None:
    assert harmless(before + sign + rest) == f"'{before}{sign}{rest}"


@given(st.text(max_size=30))
def test_a_text_is_kept_but_for_one_apostrophe(text: str) -> None:
    assert harmless(text) in (text, f"'{text}")
    assert not harmless(text).lstrip(BLANKS).startswith(tuple(SIGNS)) or text[1].isdigit()


@given(st.decimals(min_value=-10**12, max_value=10**12, allow_nan=False, places=2), st.sampled_from(LANGUAGES))
def test_figures_of_every_language_stay_figures(value: Decimal, lang: str) -> None:
    texts = Texts.load(lang)
    for figure in (texts.number(value), texts.number(value, 2), texts.percent(value), texts.money(value, "CNY")):
        assert harmless(figure) == figure or not figure[-1].isdigit()
    assert harmless(texts.number(value)) == texts.number(value)
    assert harmless(str(value)) == str(value)


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "-1-1", "+1*2", "-1=1", "+7@x", "-1\n=2", "-", "+-1"])
def test_what_only_begins_like_a_figure_is_no_figure(text: str) -> None:
    assert harmless(text) == f"'{text}"


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), min_size=1, max_size=5))
def test_lines_for_the_clipboard_have_a_cell_for_each_text(rows: list[list[str]]) -> None:
    lines = as_lines(rows).split("\n")
    assert [len(line.split("\t")) for line in lines] == [2] * len(rows)
    for cell in (cell for line in lines for cell in line.split("\t")):
        assert not cell.lstrip(BLANKS).startswith(tuple(SIGNS)) or cell[1:2].isdigit()
