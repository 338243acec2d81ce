"""Size of paper and lines of one's own: from the settings onto the paper, in the language of the paper."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from app.models.domain.errors import UserError
from app.services.documents import build_dossier, render_dossier_pdf
from app.services.registry import Services
from tests.services.desk import Desk

BY = "officer 1"


def test_size_and_lines_of_the_settings_reach_the_dossier_in_its_own_language(services: Services) -> None:
    services.settings.set("paper_size", "letter", BY)
    services.settings.set("paper_head_ru", "Кредитный комитет", BY)
    services.settings.set("paper_head_en", "Credit committee", BY)
    services.settings.set("paper_foot_ru", "Только для служебного пользования", BY)
    services.settings.set("paper_legal_ru", "Составлено для правления.", BY)
    desk = Desk.filled(services)
    russian, chinese = (build_dossier(services, lang, case_id=desk.case.id).office for lang in ("ru", "zh"))
    assert (russian.paper, russian.head, russian.foot) == ("letter", "Кредитный комитет", "Только для служебного пользования")
    assert (chinese.paper, chinese.head, chinese.foot, chinese.legal) == ("letter", "", "", "")
    pages = PdfReader(io.BytesIO(render_dossier_pdf(build_dossier(services, "ru", case_id=desk.case.id)))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert all("Кредитный комитет" in text and "Только для служебного пользования" in text for text in texts)
    assert "Составлено для правления." in texts[0]
    assert {round(page.mediabox.height) for page in pages} == {792}


def test_a_size_that_no_printer_has_is_refused(services: Services) -> None:
    with pytest.raises(UserError):
        services.settings.set("paper_size", "a0", BY)


def test_a_limit_in_force_stands_in_the_open_position_of_the_next_case(services: Services) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    own = build_dossier(services, "en", case_id=desk.case.id).position
    assert own.limit == change.after.limit
    assert own.grade is change.after.grade
