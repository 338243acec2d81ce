"""The grade-change form says that a grade was set by hand; what the program let fall back is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.domain.rating import Override
from app.services.documents.build import build_change_form
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk


@pytest.mark.parametrize(("lang", "word"), [("en", "Override to"), ("ru", "Корректировка до"), ("zh", "人工调整为")])
def test_the_form_names_the_override_with_its_end_and_both_signatures(services: Services, lang: str, word: str) -> None:
    desk = Desk.filled(services)
    lower = services.ratings.preview(desk.view()).calculated_grade.moved(-1)
    wanted = Override(lower, "strike at the main plant", TODAY + timedelta(days=30), "officer 1")
    services.grading.override(desk.case.id, wanted, "officer 1")
    services.grading.sign_override(desk.case.id, "officer 4")
    change = desk.approved()
    assert services.log.entry(change.no).override == replace(wanted, second_by="officer 4")
    told = build_change_form(services, change.no, lang).text
    assert told.startswith(word) and "strike at the main plant" in told and "officer 4" in told and change.text in told


def test_a_calculated_grade_has_no_such_words(services: Services) -> None:
    change = Desk.filled(services).approved()
    assert build_change_form(services, change.no, "en").text == change.text
