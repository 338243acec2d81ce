"""What the page of documents reads and writes on the worker threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import EnvironmentFault
from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseHead
from app.services.cases.states import OPEN_STATES
from app.ui.runtime.files import write_file

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.evidence.service import Added, EvidenceRow
    from app.services.registry import Services

PDF, PICTURE, TEXT, OTHER, BROKEN = "pdf", "picture", "text", "other", "broken"
MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of a customer. ``open_case`` takes new ones; ``items`` are the questions a file can belong to."""

    rows: tuple[EvidenceRow, ...]
    cases: tuple[CaseHead, ...]
    open_case: CaseHead | None
    methodology: Methodology


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as it can be shown. ``data`` for a PDF or a picture, ``text`` for a text."""

    evidence_id: int
    name: str
    kind: str
    data: bytes = b""
    text: str = ""


def read_papers(services: Services, customer_id: int) -> Papers:
    """Everything on the page."""
    with services.page(customer_id=customer_id, answered="all"):
        cases = services.cases.of_customer(customer_id)
        head = next((case for case in reversed(cases) if case.state in OPEN_STATES), None)
        m = services.methodologies.by_hash(head.methodology_hash) if head is not None else services.methodologies.current()
        return Papers(services.evidence.of_customer(customer_id), tuple(cases), head, m)


def add_files(services: Services, case_id: int, item: str, paths: Sequence[Path], by: str) -> Changed[Added]:
    """Read files and keep those that can be kept; the rest comes back with reasons."""
    from app.services.evidence.reading import read_files

    files, refused = read_files(paths)
    changed = services.evidence.add(case_id, item, files, by)
    return replace(changed, value=replace(changed.value, refused=(*refused, *changed.value.refused)))


def read_shown(services: Services, row: EvidenceRow) -> Shown:
    """A file ready to be shown; nothing in it is run, and no other program is started."""
    from app.services.evidence.kinds import PICTURES, TEXTS, read_text, suffix_of

    name, suffix = row.file.name, suffix_of(row.file.name)
    data = services.evidence.data(row.file.id)
    if suffix == "pdf":
        return Shown(row.file.id, name, PDF if _is_readable(data) else BROKEN, data)
    if suffix in PICTURES:
        return Shown(row.file.id, name, PICTURE, data)
    if suffix in TEXTS:
        return Shown(row.file.id, name, TEXT, text=read_text(data[: MOST_TEXT * 4])[:MOST_TEXT])
    return Shown(row.file.id, name, OTHER)


def _is_readable(data: bytes) -> bool:
    from app.ui.preview.pages import page_sizes

    try:
        return bool(page_sizes(data))
    except EnvironmentFault:
        return False


def save_copy(services: Services, evidence_id: int, path: Path) -> Path:
    """Write the bytes of a file to ``path``."""
    return write_file(path, services.evidence.data(evidence_id))
