"""Registration numbers: the vectors of the shared data, and a few of the published rules here."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import UserError
from app.models.domain.parties import Identifier
from app.services.customers.identifiers import KINDS as KINDS_OF_ALL
from app.services.customers.identifiers import check_identifier, checked, is_wrong_number
from app.texts import Texts
from tests.services.refusal import refused

KINDS = {"cn_uscc": "uscc", "ru_inn": "inn", "ru_ogrn": "ogrn", "lei": "lei", "eu_vat": "vat"}
REASONS = {
    "InvalidChecksum": {"identifier.check_digit"},
    "InvalidLength": {"identifier.length", "identifier.length_of_two", "identifier.vat_length"},
    "InvalidFormat": {"identifier.form"},
    "InvalidComponent": {"identifier.part"},
}


def test_every_vector_of_the_shared_data_comes_out_as_expected(shared: Path) -> None:
    wrong, count = [], 0
    with (shared / "data" / "identifiers" / "identifiers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            count += 1
            kind = KINDS.get(row["type"], "vat")
            country = "" if row["type"] in KINDS else row["type"][:2].upper()
            try:
                check_identifier(kind, row["value"], country)
                found = "valid"
            except UserError as error:
                found = "invalid"
                # A VAT number of an unknown country has a reason of its own; all others tell the one that is expected.
                if row["type"] != "eu_vat" and error.key not in REASONS[row["reason"]]:
                    found = f"invalid for another reason: {error.key}"
            if found != row["expected"]:
                wrong.append((row["type"], row["value"], row["expected"], row["reason"], found))
    assert count > 900 and wrong == []


@pytest.mark.parametrize(
    ("kind", "typed", "country", "plain"),
    [
        ("inn", "7707083893", "", "7707083893"),
        ("inn", "5001 0073 2259", "", "500100732259"),
        ("ogrn", "1027700132195", "", "1027700132195"),
        ("uscc", "91350100M000100Y43", "", "91350100M000100Y43"),
        ("uscc", "９１３５０１００m000100y43", "", "91350100M000100Y43"),
        ("lei", "213800KUD8LAJWSQ9D15", "", "213800KUD8LAJWSQ9D15"),
        ("vat", "BE 428759497", "", "BE0428759497"),
        ("vat", "980 7806 84", "GB", "GB980780684"),
        ("vat", "094279805", "GR", "EL094279805"),
        ("vat", "EL: 094279805", "", "EL094279805"),
        ("other", "B-12/345", "", "B-12/345"),
    ],
)
def test_a_number_is_kept_in_its_plain_form(kind: str, typed: str, country: str, plain: str) -> None:
    assert check_identifier(kind, typed, country) == plain


def test_the_remainder_of_an_entrepreneurs_number_is_taken_modulo_ten() -> None:
    """Fourteen digits whose remainder by 13 is 10, 11 or 12 end in 0, 1 or 2."""
    seen = set()
    for serial in range(30450011600000, 30450011600060):
        remainder = serial % 13
        number = f"{serial}{remainder % 10}"
        assert check_identifier("ogrn", number) == number
        seen.add(remainder)
    assert seen == set(range(13))


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        ("inn", "7707083894", "identifier.check_digit"),
        ("inn", "770708389", "identifier.length_of_two"),
        ("ogrn", "10277001321951", "identifier.length_of_two"),
        ("uscc", "91350100M000100Y4", "identifier.length"),
        ("lei", "21380012345678909", "identifier.length"),
        ("vat", "DE12345678", "identifier.vat_length"),
        ("inn", "77070838O3", "identifier.form"),
        ("inn", "0000000000", "identifier.part"),
        ("uscc", "91350100M000100Y44", "identifier.check_digit"),
        ("uscc", "9" * 40, "text.too_long"),
        ("uscc", "91350100M0001\n00Y43", "text.one_line"),
        ("uscc", "", "text.required"),
        ("uscc", "91350100M\u0000000Y43", "text.control"),
        ("lei", "\ud800", "text.control"),
        ("vat", "123456789", "identifier.vat_letters"),
        ("vat", "US123456789", "identifier.vat_country"),
        ("passport", "1", "identifier.unknown_kind"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(kind: str, typed: str, key: str) -> None:
    refused(key, lambda: check_identifier(kind, typed, field="place"), "place")


def test_a_wrong_length_names_the_right_one() -> None:
    def told(kind: str, value: str, lang: str) -> str:
        with pytest.raises(UserError) as wrong:
            check_identifier(kind, value)
        return Texts.load(lang).error(wrong.value.key, wrong.value.params)

    assert told("uscc", "91350100M000100Y4", "en") == "91350100M000100Y4 has 17 characters instead of 18."
    assert told("inn", "770708389", "ru") == "Знаков в номере 770708389: 9, а должно быть 10 или 12."


def test_a_short_number_whose_sum_is_right_is_no_lei() -> None:
    from stdnum.iso7064 import mod_97_10

    short = "5493" + mod_97_10.calc_check_digits("5493")
    refused("identifier.length", lambda: check_identifier("lei", short))


def test_the_country_follows_from_the_kind() -> None:
    assert checked(Identifier("inn", "7707083893")).country == "RU"
    assert checked(Identifier("vat", "EL094279805")) == Identifier("vat", "EL094279805", "GR")
    refused("identifier.country", lambda: checked(Identifier("other", "1", "7Q")))


@given(st.integers(10**8, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_of_an_inn_is_found_or_the_remainder_was_ten(serial: int, place: int, step: int) -> None:
    """The rule takes a remainder of 10 for 0, so a change between those two alone can stay unseen."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)

    def remainder(digits: str) -> int:
        return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11

    digits = str(serial)
    number = digits + str(remainder(digits) % 10)
    assert check_identifier("inn", number) == number
    changed = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    if {remainder(digits), remainder(changed)} != {0, 10}:
        with pytest.raises(UserError):
            check_identifier("inn", changed + number[-1])


@given(st.text(max_size=60), st.sampled_from(KINDS_OF_ALL), st.sampled_from(["", "DE", "GB", "CN"]))
def test_any_text_is_either_a_number_or_refused_in_words(text: str, kind: str, country: str) -> None:
    try:
        plain = check_identifier(kind, text, country)
    except UserError:
        return
    assert check_identifier(kind, plain, country) == plain


@pytest.mark.parametrize(("text", "country", "wrong"), [
    ("91350100M000100Y43", "CN", False), ("91350100M000100Y44", "CN", True), ("9135 0100 M000 100Y 44", "CN", True),
    ("7707083893", "RU", False), ("7707083894", "RU", True), ("1027700132196", "RU", True),
    ("7707083894", "CN", False), ("SSE 600600", "CN", False), ("7707083894", "", False),
])
def test_a_number_typed_as_text_is_called_wrong_only_where_its_shape_is_known(text: str, country: str, wrong: bool) -> None:
    assert is_wrong_number(text, country) is wrong
