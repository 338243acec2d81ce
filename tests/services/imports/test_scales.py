"""Scores of bureaus on the ten grades: golden values, directions, and scales that nothing proves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.models.domain.enums import Grade
from app.models.domain.imports import OutsideValue
from app.services.imports import scales as module
from app.services.imports.scales import Scale, on_grades, scales
from app.services.registry import Services


def grade(field: str, value: str | Decimal, source: str = "", raw: str = "", head: str = "") -> str:
    found = on_grades(f"score.{field}", OutsideValue(value, raw=raw), source, head)
    return found.grade.name if found is not None else "not mapped"


@pytest.mark.parametrize(("value", "source", "wanted"), [
    ("AAA", "Standard & Poor's Ratings Services", "AAA"), ("AA-", "Fitch Ratings", "AA"), ("A", "Egan-Jones Ratings", "A"),
    ("BBB+", "DBRS", "BBB"), ("BB−", "Fitch Ratings", "BB"), ("B+", "Standard & Poor's", "B"), ("CCC-", "Fitch", "CCC"),
    ("CC", "Fitch", "CC"), ("C", "Fitch", "C"), ("D", "Fitch", "D"), ("SD", "S&P", "D"), ("RD", "Fitch", "D"),
    ("Aaa", "Moody's Investors Service", "AAA"), ("Aa3", "Moody's", "AA"), ("A2", "Moody's", "A"), ("Baa1", "Moody's", "BBB"),
    ("Ba3", "Moody's", "BB"), ("B1", "Moody's", "B"), ("Caa2", "Moody's", "CCC"), ("Ca", "Moody's", "C"), ("C", "Moody's", "D"),
    ("ruA+", "Эксперт РА", "A"), ("BBB+(RU)", "АКРА", "BBB"), ("AA+|ru|", "НРА", "AA"), ("A-.ru", "НКР", "A"),
    ("ＡＡ＋", "中诚信国际", "AA"), ("AA级", "联合资信", "AA"), ("BBB- / Stable", "Fitch", "BBB"), ("A+ 稳定", "大公国际", "A"),
    ("BBB", "a list", "BBB"), ("A", "a list", "not mapped"), ("D", "a list", "not mapped"), ("NR", "Fitch", "not mapped"),
    ("WD", "Fitch", "not mapped"), ("Baa1", "Fitch", "not mapped"), ("", "Fitch", "not mapped"),
    ("AA+", "Moody's", "AA"), ("B-", "Moody's", "B"),
])
def test_letters_of_agencies(value: str, source: str, wanted: str) -> None:
    assert grade("agency_grade", value, source) == wanted


@pytest.mark.parametrize(("field", "value", "wanted"), [
    ("ido", "1", "AA"), ("ido", "40", "BBB"), ("ido", "41", "B"), ("ido", "71", "CC"), ("ido", "99", "D"),
    ("ifr", "5", "AA"), ("ifr", "14", "A"), ("ifr", "15", "BB"), ("ifr", "50", "CC"), ("ifr", "99", "D"),
    ("ipd", "99", "AA"), ("ipd", "80", "A"), ("ipd", "79.9", "BB"), ("ipd", "49", "CC"), ("ipd", "3", "D"),
    ("paydex", "80", "A"), ("paydex", "79", "BBB"), ("paydex", "19", "D"),
    ("ido", "0", "not mapped"), ("ido", "101", "not mapped"), ("ipd", "-1", "not mapped"), ("paydex", "640", "not mapped"),
])
def test_indices_go_their_own_way(field: str, value: str, wanted: str) -> None:
    assert grade(field, Decimal(value)) == wanted


def test_a_score_is_read_only_where_something_proves_its_scale() -> None:
    assert grade("score", Decimal(78)) == "not mapped"
    assert grade("score", Decimal(78), raw="78/100") == "A"
    assert grade("score", Decimal(78), raw="78 из 100") == "A"
    assert grade("score", Decimal(90), head="信用评分（满分100）") == "AAA"
    assert grade("score", Decimal(9), head="Score (0–100)") == "D"
    assert grade("score", Decimal(78), raw="78/1000") == "not mapped"
    assert grade("score", Decimal(720), head="Score (0-100)") == "not mapped"
    assert grade("score", Decimal(80), "TSR") == "AA"
    assert grade("score", Decimal(29), "TSR") == "D"
    assert grade("score", Decimal(66), "TDB") == "A"
    assert (grade("score", Decimal(1), "Allianz Trade"), grade("score", Decimal(1), "Coface DRA")) == ("AAA", "D")
    assert grade("score", Decimal(640), "TSR") == "not mapped"


def test_classes_of_bureaus() -> None:
    assert [grade("international", one) for one in "ABCDE"] == ["A", "BB", "CCC", "C", "not mapped"]
    assert [grade("grade", one, "RiskMonster") for one in ("A", "D", "E1", "F3")] == ["AA", "B", "CCC", "C"]
    assert grade("grade", "BBB", "RiskMonster") == "not mapped", "its scale has no such class, and no other may read it"
    assert [grade("grade", one) for one in ("111", "011", "003", "11")] == ["AAA", "AA", "C", "not mapped"]
    assert grade("failure", "1") == grade("delinquency", "5") == "not mapped", "their direction is not known"


def test_a_band_of_several_grades_counts_as_its_worst() -> None:
    found = on_grades("score.ifr", OutsideValue(Decimal(99)), "")
    assert found is not None and (found.best, found.grade, found.scale, found.tag) == (Grade.C, Grade.D, "ifr", "X")


def _wrong(scale: Scale) -> list[str]:
    """What is wrong with a scale of numbers: its bands overlap, or do not go one way."""
    ends = [band.to for band in scale.bands]
    steps = [(band.best, band.worst) for band in scale.bands]
    wrong = [] if ends == sorted(set(ends)) else ["ends"]
    for before, after in zip(steps, steps[1:], strict=False):
        rising = after[0] >= before[0] and after[1] >= before[1] and after != before
        falling = after[0] <= before[0] and after[1] <= before[1] and after != before
        if not (rising if scale.better == "high" else falling):
            wrong.append(f"{before} {after}")
    return wrong + [str(band) for band in scale.bands if band.best < band.worst]


def test_every_scale_of_numbers_goes_one_way_and_that_of_its_field(services: Services) -> None:
    from app.services.imports.fields import fields_of

    fields = fields_of(services.methodologies.current())
    for scale in scales():
        assert not _wrong(scale), scale.key
        assert bool(scale.bands) == (scale.better in ("high", "low")) == (scale.classes is None), scale.key
        for key in scale.fields:
            field = fields.get(key)
            assert field is not None, key
            if scale.bands and not scale.source and field.better:
                assert field.better == scale.better, key


def test_the_look_at_scales_can_fail() -> None:
    from dataclasses import replace

    plain = next(scale for scale in scales() if scale.key == "ido")
    assert _wrong(replace(plain, better="high"))
    assert _wrong(replace(plain, bands=plain.bands[::-1]))
    assert module.scales() is scales(), "read once"
