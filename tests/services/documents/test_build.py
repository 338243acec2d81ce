"""Papers made from a real store: an open case, a decided one, the log's form, the checklist."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.domain.enums import CaseState, Grade, Principle, Severity
from app.models.domain.errors import UserError
from app.models.domain.rating import Finding
from app.services.documents import (
    build_change_form,
    build_checklist,
    build_dossier,
    render_change_form_pdf,
    render_checklist_pdf,
    render_dossier_pdf,
    render_dossier_xlsx,
)
from app.services.documents.words import finding_text, name_label
from app.services.methodology import builtin
from app.services.registry import Services
from app.texts import Texts
from tests.services.desk import Desk, new_customer
from tests.services.documents import boxes


def test_the_dossier_of_an_open_case_tells_what_it_would_be_worth_today(services: Services) -> None:
    desk = Desk.filled(services)
    content = build_dossier(services, "en", customer_id=desk.customer.id)
    preview = services.ratings.preview(desk.view())
    assert content.score.score == preview.score
    assert not content.proposal.proposed
    assert content.proposal.terms.grade is services.grading.draft(desk.view(), preview).terms.grade
    assert content.proposal.next_review is not None
    assert content.origin.fingerprint.count(":") == 1
    assert content.signatures[-1].name == ""


def test_the_dossier_of_a_decided_case_tells_what_was_decided(services: Services) -> None:
    desk = Desk.filled(services)
    change = desk.approved(text="Good for it.", grounds=("payment",))
    content = build_dossier(services, "zh", case_id=desk.case.id)
    assert content.case.state is CaseState.IN_FORCE
    assert content.proposal.proposed
    assert content.proposal.terms.grade is change.after.grade
    assert content.proposal.text == "Good for it."
    assert [row.name for row in content.signatures if row.part == "approver"] == ["officer 2"]
    assert [row.no for row in content.history] == [change.no]


def test_a_decided_dossier_does_not_follow_statements_that_change_later(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    before = build_dossier(services, "en", case_id=desk.case.id)
    from tests.services.desk import statement

    saved = services.statements.of_customer(desk.customer.id)[-1]
    from dataclasses import replace

    services.statements.save(desk.customer.id, replace(saved, values=statement(2025, np=1).values), "officer 1")
    after = build_dossier(services, "en", case_id=desk.case.id)
    assert after.score == before.score
    assert after.finance.lines == before.finance.lines


def test_a_customer_without_a_case_has_no_dossier(services: Services) -> None:
    customer = new_customer(services)
    with pytest.raises(UserError) as refused:
        build_dossier(services, "en", customer_id=customer.id)
    assert refused.value.key == "documents.no_case"


def test_all_findings_of_the_principles_are_put_into_words(services: Services, lang: str) -> None:
    desk = Desk.opened(services)
    content = build_dossier(services, lang, case_id=desk.case.id)
    assert len(content.principles) == 4
    assert any(row.severity is not Severity.OK for row in content.principles)
    assert all(finding.text and "{" not in finding.text for row in content.principles for finding in row.findings)


def test_every_paper_of_a_whole_walk_can_be_made(services: Services, lang: str, tmp_path: Path) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    content = build_dossier(services, lang, case_id=desk.case.id)
    text = boxes.text_of(render_dossier_pdf(content), tmp_path)
    assert "NorthernBearings" in text
    assert render_dossier_xlsx(content).startswith(b"PK")
    form = build_change_form(services, change.no, lang)
    assert form.fingerprint == change.fingerprint
    assert "officer2" in boxes.text_of(render_change_form_pdf(form), tmp_path)
    for case_id, blank in ((None, True), (desk.case.id, True), (desk.case.id, False)):
        assert render_checklist_pdf(build_checklist(services, lang, case_id=case_id, blank=blank)).startswith(b"%PDF")


def test_the_form_of_an_entry_that_is_not_there_is_refused(services: Services) -> None:
    with pytest.raises(UserError) as refused:
        build_change_form(services, 999, "en")
    assert refused.value.key == "change.not_found"


def test_the_blank_form_needs_no_entry(services: Services) -> None:
    assert build_change_form(services, None, "ru").no is None


def test_the_head_carries_the_name_of_the_own_company(services: Services, tmp_path: Path) -> None:
    services.settings.set("company_name", "Example Trading Co.", "officer 1")
    desk = Desk.filled(services)
    content = build_dossier(services, "en", case_id=desk.case.id)
    assert content.office.name == "Example Trading Co."
    assert "ExampleTradingCo." in boxes.text_of(render_dossier_pdf(content), tmp_path)


def test_the_stop_notice_follows_the_grade_of_the_entry(services: Services) -> None:
    desk = Desk.filled(services)
    change = desk.approved()
    form = build_change_form(services, change.no, "en")
    assert form.stop is (change.after.grade <= Grade.CC)


def test_a_case_without_the_declaration_says_that_independence_is_not_declared(services: Services) -> None:
    content = build_dossier(services, "en", case_id=Desk.opened(services).case.id)
    independence = next(row for row in content.principles if row.principle is Principle.INDEPENDENCE)
    assert any("not declared independence" in finding.text for finding in independence.findings)


def test_days_in_findings_are_written_in_the_language() -> None:
    finding = Finding(Principle.PRUDENCE, Severity.NOTE, "principle.prudence.stale", {"end": "2022-12-31"})
    assert "31.12.2022" in finding_text(finding, Texts.load("ru"))


def test_names_of_formulas_become_words() -> None:
    assert name_label("cfo", builtin(), "en") != "cfo"
    assert name_label("M", builtin(), "zh") == Texts.load("zh")("rating.name.M")
    assert name_label("nobody", builtin(), "en") == "nobody"
