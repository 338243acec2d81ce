"""Every paper of every sort of customer in three languages: it opens, nothing is cut, overlaps, lacks a glyph or stands empty."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from app.models.domain.enums import Grade
from app.services import documents
from app.services.documents import batch
from app.services.documents.batch import DOSSIER, FORM, KINDS
from app.services.documents.papers import COMPANY, make
from app.services.documents.papers import KINDS as PAPERS
from app.services.registry import Services
from tests.services.documents import generated
from tests.services.documents.audit import faults_of
from tests.services.documents.generated import Made

LANGUAGES = ("en", "zh", "ru")
FEW, MANY = 10, 200
GRADED = {kind.key for kind in PAPERS if kind.graded}
Papers = Iterator[tuple[str, bytes]]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """The first customers, one of every sort."""
    with generated.store(tmp_path_factory.mktemp("few") / "few.zixin", FEW, bare_store) as made:
        yield made


def papers_of(services: Services, made: Made, lang: str) -> Papers:
    """Name and bytes of every paper of one customer; those that need a grade only where there is one.

    The blank checklist is the same for all, so the first one's stands for all. Of many customers (``made`` beyond the
    first ones) the papers beside dossier and form are made in one language each.
    """
    customer, number = services.customers.get(made.customer_id), made.traits.number
    for kind in KINDS:
        wanted = kind.suffix == "pdf" and kind.key != FORM and (made.changes or kind.key not in GRADED)
        wanted = wanted and (kind.key == DOSSIER or number < FEW or LANGUAGES[number % 3] == lang)
        if wanted and (kind.key != "checklist" or number == 0):
            yield from ((kind.name, paper.data) for paper in batch.papers_of(services, kind.key, customer, lang))
    for no in (None, *made.changes):
        yield f"form {no}", documents.render_change_form_pdf(documents.build_change_form(services, no, lang))


def faults_in(services: Services, made: Made, lang: str) -> list[str]:
    """Everything that is wrong with the papers of one customer."""
    found = []
    for name, data in papers_of(services, made, lang):
        faults = faults_of(data, flowing=not name.startswith("form"))
        found += [f"{made.traits.number} {lang} {name}: {fault}" for fault in faults]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(FEW))
def test_no_paper_of_any_customer_has_a_fault(few: tuple[Services, tuple[Made, ...]], number: int, lang: str) -> None:
    services, made = few
    assert faults_in(services, made[number], lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind.key for kind in PAPERS if kind.scope == COMPANY])
def test_no_paper_of_the_company_has_a_fault(few: tuple[Services, tuple[Made, ...]], kind: str, lang: str) -> None:
    (paper,) = make(few[0], kind, lang)
    assert faults_of(paper.data) == []


@pytest.mark.parametrize("number", range(FEW))
def test_every_workbook_opens(few: tuple[Services, tuple[Made, ...]], number: int) -> None:
    services, made = few
    lang = LANGUAGES[number % 3]
    data = documents.render_dossier_xlsx(documents.build_dossier(services, lang, case_id=made[number].case_id))
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    assert len(openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames) >= 8


def test_the_first_customers_have_every_grade_and_every_difficulty(few: tuple[Services, tuple[Made, ...]]) -> None:
    services, made = few
    grades = {services.grading.change(no).after.grade for one in made for no in one.changes}
    traits = [one.traits for one in made]
    assert grades == set(Grade)
    assert {one.script for one in traits} == set(generated.SCRIPTS)
    assert {one.profile for one in traits} == {"small", "large", "auto"}
    assert {"empty", "again", "decided", "proposed"} <= {one.state for one in traits}
    assert {"five", "gap", "negative", "none", "interim", "huge"} <= {one.plan for one in traits}
    assert {len(services.customers.get(one.customer_id).name) for one in made} >= {194}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_paper_of_two_hundred_customers_has_a_fault(lang: str, tmp_path: Path, bare_store: Path) -> None:
    with generated.store(tmp_path / "many.zixin", MANY, bare_store) as (services, made):
        assert [fault for one in made for fault in faults_in(services, one, lang)] == []
