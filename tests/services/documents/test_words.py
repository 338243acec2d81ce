"""One word for one thing: the window and the papers call it the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app import paths
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from app.texts import Texts

SAME = (
    ("ui.documents.change_form", "ui.approval.form", "ui.file.change_form"),
    ("ui.documents.memo", "papers.memo.title"),
    ("ui.documents.calendar", "papers.calendar.title"),
    ("documents.terms.term", "documents.summary.term", "ui.score.term"),
    ("documents.terms.release", "methodology.field.release", "ui.score.release"),
)
"""Keys of one thing."""

INSIDE = (
    ("documents.form.title", {"en": "grade-change form", "zh": "等级变更表", "ru": "форма изменения"}),
    ("documents.checklist.title", {"en": "checklist", "zh": "调查表", "ru": "опросный лист"}),
    ("ui.documents.checklist", {"en": "checklist", "zh": "调查表", "ru": "опросный лист"}),
    ("ui.approval.term_days", {"en": "payment term", "zh": "账期", "ru": "отсрочка платежа"}),
    ("ui.customer.term", {"en": "payment term", "zh": "账期", "ru": "отсрочка"}),
    ("papers.head.term", {"en": "term", "zh": "账期", "ru": "отсрочка"}),
    ("papers.notice.title", {"en": "notice", "zh": "通知", "ru": "уведомление"}),
    ("ui.settings.group.notices", {"en": "notice", "zh": "通知", "ru": "уведомления"}),
)
"""The word that stands in a text."""

OTHER = {
    "en": r"term of payment|release of orders",
    "zh": "信用期限|付款期限",
    "ru": r"извещен|отпуск|лист\w* изменени|анкет",
}
"""Second words for the same things."""


@pytest.mark.parametrize("keys", SAME, ids=lambda keys: keys[0])
def test_a_thing_has_one_name(keys: tuple[str, ...], lang: str) -> None:
    assert len({Texts.load(lang)(key) for key in keys}) == 1


@pytest.mark.parametrize(("key", "words"), INSIDE, ids=lambda part: part if isinstance(part, str) else "")
def test_a_text_uses_the_word(key: str, words: dict[str, str], lang: str) -> None:
    assert words[lang] in Texts.load(lang)(key).lower()


def others(lang: str) -> Iterator[str]:
    for folder in ("i18n", "help"):
        for file in sorted(Path(paths.resources() / folder / lang).glob("*.*")):
            for line in file.read_text(encoding="utf-8").splitlines():
                if hit := re.search(OTHER[lang], line, re.IGNORECASE):
                    yield f"{file.name}: {hit[0]}: {line.strip()[:80]}"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("persons", {"en": "1 person", "zh": "1 人", "ru": "1 чел."}),
        ("years", {"en": "1 year", "zh": "1 年", "ru": "1 год"}),
        ("points", {"en": "1 point", "zh": "1 分", "ru": "1 балл"}),
    ],
)
def test_one_of_a_unit_is_said_as_one(unit: str, words: dict[str, str], lang: str) -> None:
    assert Wording(lang).x(Decimal(1), unit) == words[lang]


def test_every_unit_of_the_methodology_has_words(lang: str) -> None:
    m, w = builtin(), Wording(lang)
    bare = {"", "x", "count", "ln_musd", "money", "%", "pp"}
    for unit in {one.unit for one in (*m.items, *m.facts, *m.ratios, *m.warnings)} - bare:
        assert lang == "en" or not re.search(r"[a-z]", w.x(Decimal("2.5"), unit) + w.x(Decimal(2), unit))


def test_no_second_word_comes_back(lang: str) -> None:
    assert list(others(lang)) == []


def test_a_second_word_would_be_found() -> None:
    assert re.search(OTHER["ru"], "Лист изменения рейтинга", re.IGNORECASE)
    assert re.search(OTHER["en"], "Term of payment", re.IGNORECASE)
