"""A text in the three languages of the program, as data rows carry it."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "zh", "ru")


@dataclass(frozen=True, slots=True)
class Labels:
    """One text in English, Chinese and Russian; all three are always there."""

    en: str
    zh: str
    ru: str

    def get(self, lang: str) -> str:
        """Return the text in ``lang`` ("en", "zh" or "ru"); any other name is a KeyError."""
        if lang not in LANGUAGES:
            raise KeyError(lang)
        text: str = getattr(self, lang)
        return text
