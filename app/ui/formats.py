"""The forms in which the window writes numbers and dates: those of the language, or the officer's own choice.

Only forms that can be typed back without a doubt are offered. Papers keep the forms of their own language.
"""

from __future__ import annotations

from app.texts import Texts

BY_LANGUAGE = "language"

NUMBERS: dict[str, dict[str, str]] = {
    BY_LANGUAGE: {},
    "comma_point": {"format.group_sign": ",", "format.decimal_sign": "."},
    "space_comma": {"format.group_sign": "\u00a0", "format.decimal_sign": ","},
    "space_point": {"format.group_sign": "\u00a0", "format.decimal_sign": "."},
}
"""Choices of the number form with what each overrides."""

DATES: dict[str, dict[str, str]] = {
    BY_LANGUAGE: {},
    "dashes": {"format.date": "{year}-{month}-{day}"},
    "points": {"format.date": "{day}.{month}.{year}"},
    "slashes": {"format.date": "{year}/{month}/{day}"},
}
"""Choices of the date form with what each overrides."""


def texts_of(lang: str, number_format: str = BY_LANGUAGE, date_format: str = BY_LANGUAGE) -> Texts:
    """The catalogue of ``lang`` that writes numbers and dates as chosen; KeyError for a form that there is not."""
    texts = Texts.load(lang)
    other = {**NUMBERS[number_format], **DATES[date_format]}
    if date_format != BY_LANGUAGE:
        other["ui.field.date_form"] = texts(f"ui.settings.date_hint.{date_format}")
    return texts.with_entries(other) if other else texts


def reading_language(texts: Texts) -> str:
    """The language whose rule reads back what ``texts`` writes: the comma groups in English, blanks do in Russian."""
    own = Texts.load(texts.lang)
    if texts.group_sign == own.group_sign:
        return texts.lang
    return "en" if texts.group_sign == "," else "ru"
