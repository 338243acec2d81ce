"""Making papers on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.parties import Customer
from app.models.domain.records import CaseHead, GradeChange
from app.services.documents.papers import COMPANY, Kind, lacks_sender
from app.services.documents.papers.kinds import KINDS as PAPERS

if TYPE_CHECKING:
    from app.models.domain.log import LogFilter
    from app.services.registry import Services

DOSSIER, CHANGE_FORM, CHECKLIST, FILLED = "dossier", "change_form", "checklist", "filled"
MEMO, LETTER, NOTICES, ORDER = "memo", "letter", "notices", "order"
GRADE_LIST, CALENDAR, CHANGE_LIST = "grade_list", "calendar", "change_list"
INSIDE, OUTSIDE = (DOSSIER, MEMO, CHANGE_FORM, CHECKLIST, FILLED), (LETTER, NOTICES, ORDER)
OF_COMPANY = (GRADE_LIST, CALENDAR, CHANGE_LIST)
KINDS = (*INSIDE, *OUTSIDE, *OF_COMPANY)
"""In the order of the list: papers of the case for the house, those that go out, those of all customers."""

_PAPERS: dict[str, Kind] = {kind.key: kind for kind in PAPERS}
GRADED = frozenset(key for key, kind in _PAPERS.items() if kind.graded)
"""Papers that tell of an approved grade, so they need one."""


@dataclass(frozen=True, slots=True)
class About:
    """What the papers are about; ``change`` is the case's entry in the log of grade changes, if it has one."""

    head: CaseHead
    customer: Customer
    change: GradeChange | None
    lang: str  # the language of documents that the settings say, "program" for that of the window
    nameless: bool  # the settings do not say who writes and how to reach them


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to make: which, in which language, of which areas (a checklist; () for all)."""

    kind: str
    lang: str
    areas: tuple[str, ...] = ()
    changes: LogFilter | None = None      # what narrows the list of grade changes


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was made: which one, in which language, its bytes and the name offered for its file."""

    kind: str
    lang: str
    data: bytes
    name: str


def read_about(services: Services, case_id: int) -> About:
    """The case, its customer and its grade change."""
    with services.page(case_id=case_id, answered="case"):
        view = services.cases.view(case_id)
        change = services.log.decided(view.customer.id, case_id)
        return About(view.head, view.customer, change, services.settings.get("document_language"), lacks_sender(services))


def read_language(services: Services) -> str:
    """The language of documents that the settings say."""
    return services.settings.get("document_language")


def make_paper(services: Services, about: About, wanted: Wanted) -> Paper:
    """Make one paper as PDF. Without a grade change the change form is a blank one. UserErrors as ``papers.make``."""
    from app.services import documents
    from app.services.documents import papers

    kind, lang, case_id = wanted.kind, wanted.lang, about.head.id
    if kind in OF_COMPANY:
        return make_company_paper(services, wanted)
    look = services.page(case_id=case_id, answered="all" if kind == DOSSIER else "case")
    if kind == DOSSIER:
        with look:
            dossier = documents.build_dossier(services, lang, case_id=case_id)
        return Paper(kind, lang, documents.render_dossier_pdf(dossier), f"dossier-{about.head.number}-{lang}.pdf")
    if kind == CHANGE_FORM:
        with look:
            form = documents.build_change_form(services, about.change.no if about.change is not None else None, lang)
        return Paper(kind, lang, documents.render_change_form_pdf(form), f"change-form-{about.head.number}-{lang}.pdf")
    with look:
        made = papers.make(services, kind, lang, case_id=case_id, areas=wanted.areas)[0]
    return Paper(kind, lang, made.data, made.name)


def make_company_paper(services: Services, wanted: Wanted) -> Paper:
    """Make a paper about all customers as PDF."""
    from app.services.documents import papers

    assert _PAPERS[wanted.kind].scope == COMPANY
    made = papers.make(services, wanted.kind, wanted.lang, changes=wanted.changes)[0]
    return Paper(wanted.kind, wanted.lang, made.data, made.name)


def write_workbook(path: Path, services: Services, case_id: int, lang: str) -> Path:
    """Write the dossier as a workbook. UserError or EnvironmentFault when it cannot be written; an old file stays whole."""
    from app.services import documents

    with services.page(case_id=case_id, answered="all"):
        dossier = documents.build_dossier(services, lang, case_id=case_id)
    documents.write_dossier_xlsx(dossier, path)
    return path


def write_mails(services: Services, case_id: int, lang: str, folder: Path, attach: bool) -> tuple[Path, ...]:
    """Write a draft for each department into ``folder``, with the change form if ``attach``. Errors as ``saving.save``."""
    from app.services.documents import papers
    from app.services.documents.saving import save

    with services.page(case_id=case_id, answered="case"):
        made = papers.make(services, "mails", lang, case_id=case_id, attach=attach)
    return tuple(save(folder / one.name, one.data, False) for one in made)
