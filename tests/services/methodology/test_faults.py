"""Every fault planted in the data is told with its file and place, all of them in one run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app import paths
from app.models.domain.errors import ProblemList
from app.services.methodology import load_folder
from app.texts import Texts

Change = Callable[[str, str, str], None]
SHIPPED = paths.resources() / "methodology" / "v1"
Faults = Callable[[], list[tuple[str, str, str]]]

A04 = 'scoring = { kind = "more", p = 10, alpha = 5.71 }'

PLANTED = [
    ("company.toml", ', zh = "成立年限（成立日期）"', "", "item A04 label zh", "missing_language"),
    ("company.toml", A04, 'scoring = { kind = "more", p = 10, alpha = 0 }', "item A04 scoring alpha", "not_positive"),
    ("company.toml", A04, 'scoring = { kind = "more", p = 10, alpha = -5.71 }', "item A04 scoring alpha", "not_positive"),
    ("company.toml", A04, 'scoring = { kind = "more", p = "ten", alpha = 5.71 }', "item A04 scoring p", "not_a_number"),
    ("company.toml", A04, 'scoring = { kind = "more", p = 10 }', "item A04 scoring alpha", "missing_value"),
    (
        "company.toml",
        A04,
        'scoring = { kind = "more", p = 10, alpha = 5.71, flor = 1 }',
        "item A04 scoring flor",
        "unknown_field",
    ),
    ("company.toml", A04, 'scoring = { kind = "mor", p = 10, alpha = 5.71 }', "item A04 scoring kind", "unknown_word"),
    ("company.toml", A04, 'scoring = { kind = "yesno", yes = 100, no = 0 }', "item A04 scoring kind", "scoring_and_kind"),
    ("company.toml", 'sub = "character.stability"', 'sub = "character.nowhere"', "item A04 sub", "unknown_reference"),
    ("company.toml", 'id = "A05"', 'id = "A04"', "item A04", "twice"),
    ("company.toml", 'evidence = ["REG", "LIC"]', 'evidence = ["REG", "LICENCE"]', "item A01 evidence", "unknown_reference"),
    ("company.toml", 'alarms = ["K19"]', 'alarms = ["K99"]', "item A02 alarms", "unknown_reference"),
    ("company.toml", 'unit = "years"', 'unit = "fortnights"', "item A04 unit", "unknown_word"),
    ("company.toml", "high = 150", "high = -1", "item A04 low", "upside_down"),
    ("management.toml", "p = 35, p2 = 60", "p = 65, p2 = 60", "item B02 scoring p2", "upside_down"),
    ("finances.toml", 'formula = "roa * 100"', 'formula = "roa * 100 +"', "item E02 formula", "bad_expression"),
    ("finances.toml", 'formula = "roa * 100"', 'formula = "rao * 100"', "item E02 formula", "bad_expression"),
    ("finances.toml", 'formula = "roa * 100"\n', "", "item E02 formula", "formula_and_source"),
    ("cards.toml", "weight = 40", "weight = 41", "card small c character sub", "weights_not_100"),
    (
        "cards.toml",
        '  c = "collateral"\n  weight = 10\n',
        '  c = "collateral"\n  weight = 11\n',
        "card large c",
        "weights_not_100",
    ),
    ("cards.toml", 'areas_card = "large_areas"', 'areas_card = "larger"', "card large areas_card", "unknown_reference"),
    (
        "cards.toml",
        "weights = [30, 25, 20, 10, 15]",
        "weights = [30, 25, 20, 10, 16]",
        "preset default weights",
        "weights_not_100",
    ),
    ("cards.toml", 'when = "usd(TA) >= 1000"', 'when = "usd(TAA) >= 1000"', "card large when", "bad_expression"),
    ("policies.toml", "review_days = 30", "review_days = 93", "policy AAA review_days", "out_of_range"),
    ("policies.toml", "preset_review_days = 90", "preset_review_days = 120", "policy AAA preset_review_days", "out_of_range"),
    ("policies.toml", 'grade = "AA"', 'grade = "AAAA"', "policy AAAA grade", "unknown_word"),
    ("policies.toml", 'role = "officer"', 'role = "clerk"', "approval clerk role", "unknown_word"),
    ("policies.toml", "amount = 500000", "amount = 50000", "approval credit_manager", "approvals_out_of_order"),
    ("policies.toml", "pct = 95", "pct = 195", "haircut bank_bill pct", "out_of_range"),
    ("grades.toml", "low = 80", "low = 70", "band A", "bands_overlap"),
    ("grades.toml", "AA = 85, A = 80", "AA = 80, A = 80", "band_preset tight A", "bands_overlap"),
    ("grades.toml", 'when = "E <= 0"', 'when = "E =< 0"', "cap K02 when", "bad_expression"),
    ("grades.toml", 'when = "E <= 0"', "when = \"__import__('os')\"", "cap K02 when", "bad_expression"),
    ("grades.toml", 'when = "fact(f_bankrupt)', 'when = "fact(f_broke)', "cap K01 when", "bad_expression"),
    ("grades.toml", 'id = "K03"', 'id = "K02"', "cap K02", "twice"),
    ("grades.toml", 'card = "small"', 'card = "tiny"', "gate K16-AAA card", "unknown_reference"),
    ("limits.toml", "[-3.9, 5]", "[-4.9, 5]", "limit L7 table", "table_not_rising"),
    ("limits.toml", "[-3.9, 5]", "[-3.9, 1]", "limit L7 table", "table_not_rising"),
    ("limits.toml", "round_to = 1000", "round_to = 0", "limit L1 round_to", "not_positive"),
    ("limits.toml", "parameters = { pct = 20 }", "parameters = { CA = 20 }", "limit L2 parameters CA", "bad_expression"),
    ("models.toml", "low = 1.81", "low = 3.81", "model z_listed zones", "zones_out_of_order"),
    (
        "models.toml",
        'name = "X5", formula = "rev / TA"',
        'name = "X5", formula = "rev / X6"',
        "model z_listed variables X5 formula",
        "bad_expression",
    ),
    ("ratios.toml", 'unit = "x"', 'unit = "times"', "ratio current unit", "unknown_word"),
    ("ratios.toml", 'formula = "CA / CL"', 'formula = "quick * CL / CA / current"', "ratio current", "circle"),
    ("ratios.toml", 'key = "current"', 'key = "cash"', "ratio cash", "twice"),
    ("statements.toml", 'residual = "oth_ca"', 'residual = "oth_xx"', "line CA residual", "unknown_reference"),
    ("statements.toml", 'sum = "CA + NCA"', 'sum = "CA * NCA"', "line TA sum", "not_a_plain_sum"),
    ("standards.toml", "roe = [10.6, 7.1,", "roe = [10.6, 17.1,", "standard CN-SASAC-legacy values roe", "levels_out_of_order"),
    (
        "standards.toml",
        "debt = [48.0, 58.9,",
        "debt = [58.0, 48.9,",
        "standard CN-SASAC-legacy values debt",
        "levels_out_of_order",
    ),
    (
        "standards.toml",
        "roe = [10.6, 7.1, 3.9, 0.9, -5.3]",
        "roe = [10.6, 7.1]",
        "standard CN-SASAC-legacy values roe",
        "not_five_levels",
    ),
    (
        "trades.toml",
        'standard_set = "CN-acceptable-food"',
        'standard_set = "CN-nowhere"',
        "trade food standard_set",
        "unknown_reference",
    ),
    ("facts.toml", 'id = "f_liquidation"', 'id = "liquidation"', "fact liquidation id", "fact_name"),
    ("methodology.toml", "max_review_days = 92", "max_review_days = 100", "rules max_review_days", "out_of_range"),
    (
        "staff.toml",
        'kind = "steps"',
        'kind = "steps", steps = [0, 20, 40, 30, 80, 100]',
        "item C12 scoring steps",
        "not_six_steps",
    ),
    ("methodology.toml", 'version = "1"\n', "", "version", "missing_value"),
    ("warnings.toml", 'unit = "pp"', 'unit = "ppp"', "warning W02 unit", "unknown_word"),
]


def test_the_shipped_folder_has_no_fault(faults: Faults) -> None:
    assert faults() == []


@pytest.mark.parametrize(("file", "old", "new", "at", "key"), PLANTED, ids=[f"{row[3]}-{row[4]}" for row in PLANTED])
def test_a_planted_fault_is_told_with_its_file_and_place(
    file: str, old: str, new: str, at: str, key: str, change: Change, faults: Faults
) -> None:
    change(file, old, new)
    assert (file, at, key) in faults()


def test_all_faults_of_all_files_are_told_at_once(change: Change, faults: Faults) -> None:
    for file, old, new in (
        ("company.toml", ', zh = "成立年限（成立日期）"', ""),
        ("staff.toml", 'kind = "int"', 'kind = "number"'),
        ("policies.toml", "amount = 500000", 'amount = "much"'),
    ):
        change(file, old, new)
    told = {file for file, _, _ in faults()}
    assert {"company.toml", "staff.toml", "policies.toml"} <= told


def test_several_faults_of_meaning_are_told_at_once(change: Change, faults: Faults) -> None:
    change("company.toml", "alpha = 5.71", "alpha = -1")
    change("policies.toml", "review_days = 30", "review_days = 99")
    change("limits.toml", "[-3.9, 5]", "[-4.9, 5]")
    assert {at for _, at, _ in faults()} >= {"item A04 scoring alpha", "policy AAA review_days", "limit L7 table"}


def _places(folder: Path) -> list[str]:
    try:
        load_folder(folder)
    except ProblemList as error:
        return [str(problem.params["where"]) for problem in error.problems]
    return []


def test_faults_of_reading_do_not_hide_faults_of_meaning(change: Change, faults: Faults) -> None:
    change("staff.toml", ', zh = "平均工龄"', "")
    change("company.toml", "alpha = 5.71", "alpha = -1")
    change("grades.toml", 'when = "E <= 0"', 'when = "Equity <= 0"')
    change("cards.toml", "weights = [30, 25, 20, 10, 15]", "weights = [30, 25, 20, 10, 16]")
    assert set(faults()) == {
        ("staff.toml", "item C07 label zh", "missing_language"),
        ("company.toml", "item A04 scoring alpha", "not_positive"),
        ("grades.toml", "cap K02 when", "bad_expression"),
        ("cards.toml", "preset default weights", "weights_not_100"),
    }


@settings(max_examples=20, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_folder_with_any_lines_lost_or_spoilt_is_read_or_its_faults_are_told(data: st.DataObject, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "v1", dirs_exist_ok=True))
    for path in data.draw(st.lists(st.sampled_from(sorted(folder.glob("*.toml"))), min_size=1, max_size=3, unique=True)):
        lines = path.read_text(encoding="utf-8").splitlines()
        for _ in range(3):
            at = data.draw(st.integers(0, len(lines) - 1))
            name = lines[at].split(" = ")[0]
            lines[at] = data.draw(st.sampled_from(["", f"{name} = 0", f'{name} = ""', f"{name} = [1]", f"{name} = {{ a = 1 }}"]))
        path.write_text("\n".join(lines), encoding="utf-8")
    assert all(where for where in _places(folder))


def test_a_file_that_is_no_toml_is_told_and_the_others_are_read_all_the_same(folder: Path, faults: Faults) -> None:
    (folder / "company.toml").write_text("[[item]\nid = ", encoding="utf-8")
    keys = {(file, key) for file, _, key in faults()}
    assert ("company.toml", "not_toml") in keys


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemList) as error:
        load_folder(tmp_path)
    assert error.value.problems[0].key == "methodology.no_files"


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_each_fault_has_words_with_its_place_in_every_language(lang: str, change: Change, folder: Path) -> None:
    change("company.toml", "alpha = 5.71", "alpha = -1")
    change("policies.toml", "review_days = 30", "review_days = 99")
    with pytest.raises(ProblemList) as error:
        load_folder(folder)
    texts = Texts.load(lang)
    words = [texts.error(problem.key, problem.params) for problem in error.value.problems]
    assert any("company.toml: item A04 scoring alpha" in sentence for sentence in words)
    assert "2" in texts.error(error.value.key, error.value.params)


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_fault_the_program_can_tell_is_in_the_catalogue(lang: str) -> None:
    source = Path(__file__).parents[3] / "app" / "services" / "methodology"
    code = "\n".join(file.read_text(encoding="utf-8") for file in source.glob("*.py"))
    told = set(re.findall(r"(?:\.add|\.fault|problem)\(\s*\"(\w+)\"", code)) | {"missing_value", "not_a_text", "not_a_number"}
    assert len(told) > 25
    texts = Texts.load(lang)
    assert [key for key in told if f"methodology.{key}" not in texts] == []
