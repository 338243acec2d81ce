"""The whole job on the sample company, without a window: from opening the case to the printed grade change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.models.domain.enums import Grade
from app.models.domain.parties import Customer
from app.models.domain.records import GradeChange
from app.services.first_run import prepare
from app.services.registry import Services
from app.texts import Texts


@dataclass(frozen=True, slots=True)
class Walked:
    """What came out: the approved grade change and the files, in the order in which they were written."""

    customer: Customer
    case_id: int
    change: GradeChange
    documents: tuple[Path, ...]

    @property
    def score(self) -> Decimal:
        """The approved score, 0…100."""
        return self.change.after.score

    @property
    def grade(self) -> Grade:
        """The approved grade."""
        return self.change.after.grade


def walk(services: Services, folder: Path, texts: Texts) -> Walked:
    """Take the sample company through a whole case in an empty store and write its documents to ``folder``.

    Investigate, declare independence, verify, propose, approve by the second officer, print; documents in the language
    of ``texts``. The errors are those of the services: the walk takes no short cut.
    """
    assessor, approver = (officer.name for officer in prepare(services, texts)[:2])
    customer_id = services.samples.install(assessor, texts.lang).value
    case = services.cases.open_case(customer_id)
    assert case is not None  # the sample comes with its case
    services.cases.declare_independence(case.id, assessor)
    services.cases.verify(case.id, approver)
    proposal = services.grading.propose(case.id, assessor, grounds=("statements",), text=texts("demo.grounds")).value
    change = services.grading.approve(proposal.id, approver, texts("demo.decision")).value
    return Walked(services.customers.get(customer_id), case.id, change, _print(services, case.id, change, folder, texts.lang))


def _print(services: Services, case_id: int, change: GradeChange, folder: Path, lang: str) -> tuple[Path, ...]:
    from app.services import documents

    files = tuple(folder / name for name in ("dossier.pdf", "dossier.xlsx", "change-form.pdf"))
    dossier = documents.build_dossier(services, lang, case_id=case_id)
    documents.write_dossier_pdf(dossier, files[0])
    documents.write_dossier_xlsx(dossier, files[1])
    documents.write_change_form_pdf(documents.build_change_form(services, change.no, lang), files[2])
    return files
