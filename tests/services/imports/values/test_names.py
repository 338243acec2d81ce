"""One company by several spellings has one key; two companies have two, however alike their names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.imports.values.names import name_key, nearness, split_name

SAME = [
    ("ООО «Ромашка»", 'Общество с ограниченной ответственностью "РОМАШКА"', "Ромашка, ООО", "OOO Ромашка", "ооо ромашка"),
    ("北京华美（集团）有限责任公司", "北京华美(集团)有限公司", " 北京华美 集团 有限公司 ", "北京华美【集团】有限公司"),
    ("Smith & Sons Co., Ltd.", "SMITH AND SONS CO LTD", "Smith & Sons Limited", "Smith and Sons, Ltd"),
    ("Müller GmbH & Co. KG", "MÜLLER GMBH & CO KG", "Muller GmbH und Co. KG"),
    ("ПАО «Тёплый дом»", "Публичное акционерное общество «Теплый Дом»"),
    ("３Ｍ中国有限公司", "3M中国有限公司"),
    ("Société Générale S.A.", "SOCIETE GENERALE SA"),
    ("O'Neill Inc.", "ONeill, Inc", "O’NEILL INC"),
]
OTHERS = [
    ("ООО Ромашка", "АО Ромашка"), ("Завод №1", "Завод №2"), ("北京华美有限公司", "北京华联有限公司"),
    ("北京华美有限公司", "北京华美股份有限公司"),
    ("Smith Ltd", "Smyth Ltd"), ("第一机床厂", "第二机床厂"), ("Plant II LLC", "Plant III LLC"), ("ООО Йод", "ООО Иод"),
]


@pytest.mark.parametrize("names", SAME)
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1, [name_key(name) for name in names]
    assert nearness(names[0], names[-1]) == 1.0


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_companies_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert nearness(one, other) < 0.95


def test_other_figures_in_a_name_are_another_company() -> None:
    assert nearness("Московский завод № 1", "Московский завод № 2") <= 0.6
    assert nearness("第一机床厂有限公司", "第二机床厂有限公司") <= 0.6
    assert nearness("Plant 07 Ltd", "Plant 7 Ltd") > 0.9


def test_a_name_that_is_only_a_form_or_nothing_is_no_key_of_others() -> None:
    assert name_key("") == name_key("«»") == ""
    assert split_name("ООО") == ("ооо", "")
    assert nearness("", "") == 0.0


def test_words_in_another_order_and_slips_are_near() -> None:
    assert nearness("Trading House Volga LLC", "Volga Trading House LLC") > 0.9
    assert nearness("上海振华重工机械有限公司", "上海振华重工机戒有限公司") > 0.85
    assert nearness("Ромашка", "ООО Ромашка") > 0.95


@given(st.text(max_size=40), st.text(max_size=40))
def test_nearness_is_even_handed_and_between_0_and_1(one: str, other: str) -> None:
    assert nearness(one, other) == pytest.approx(nearness(other, one))
    assert 0.0 <= nearness(one, other) <= 1.0
    if name_key(one):
        assert nearness(one, one) == 1.0
        assert name_key(name_key(one).partition("|")[0] or one).partition("|")[0] != ""
