"""Papers of many customers at once: one after another, told paper by paper, and given up between two pages when asked.

Each paper is written for itself (``saving``), so that whatever happens, those that are reported as made are whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import EnvironmentFault, UserError
from app.services.documents.papers.kinds import CUSTOMER, Made
from app.services.documents.papers.kinds import KINDS as PAPERS
from app.services.documents.saving import TargetInUse, save
from app.services.documents.stopping import Stopped, watched
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.models.domain.parties import Customer
    from app.services.registry import Services

_ALL_ALIKE = ("documents.save.full", "documents.save.no_folder")  # the next paper would fail in the same way
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that every customer may have. ``key`` as the papers are told apart, ``name`` in files and commands."""

    key: str
    name: str
    suffix: str = "pdf"


DOSSIER, WORKBOOK, FORM = "dossier", "dossier_xlsx", "change_form"
KINDS: tuple[PaperKind, ...] = (
    PaperKind(DOSSIER, "dossier"),
    PaperKind(WORKBOOK, "dossier", "xlsx"),
    PaperKind(FORM, "change-form"),
    *(PaperKind(kind.key, kind.name, kind.suffix) for kind in PAPERS if kind.scope == CUSTOMER),
)
"""What a batch can make, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one paper of one customer: its files, or why there is none. ``renamed``: the usual name was in use."""

    customer_id: int
    number: str
    customer: str
    kind: str
    files: tuple[Path, ...] = ()
    problem: UserError | EnvironmentFault | None = None
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Everything that was tried, in order. ``left``: papers that were not tried, for it was cancelled or ``stopped``."""

    folder: Path
    lines: tuple[Line, ...]
    left: int = 0
    cancelled: bool = False
    stopped: EnvironmentFault | None = None

    @property
    def made(self) -> int:
        """Papers that are written whole."""
        return sum(1 for line in self.lines if line.problem is None)

    @property
    def failed(self) -> int:
        """Papers that could not be made."""
        return len(self.lines) - self.made


def make_many(
    services: Services,
    kinds: Sequence[str],
    customer_ids: Sequence[int],
    folder: Path,
    lang: str,
    progress: Progress | None = None,
    told: Callable[[Line], object] | None = None,
) -> BatchResult:
    """Write the papers ``kinds`` (keys of ``KINDS``) of these customers into ``folder``, which is made if it is missing.

    A paper that cannot be made (no case yet, no grade in force) is a line with its reason; a full disk ends the batch. The
    thread that calls it does all the work; ``progress`` counts papers and cancels at the next page, ``told`` is called with
    each line as it comes.
    """
    progress = progress or Progress()
    wanted = [(customer_id, kind) for customer_id in customer_ids for kind in kinds]
    progress.total = len(wanted)
    lines: list[Line] = []
    stopped: EnvironmentFault | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        stopped = EnvironmentFault("documents.save.no_folder", folder=str(folder))
    names = _Names(folder)
    with watched(lambda: progress.cancelled):
        for customer_id, kind in wanted if stopped is None else ():
            try:
                line = _line(services, kind, customer_id, names, lang)
            except Stopped:
                break
            lines.append(line)
            if told is not None:
                told(line)
            progress.done = len(lines)
            if isinstance(line.problem, EnvironmentFault) and line.problem.key in _ALL_ALIKE:
                stopped = line.problem
            if stopped is not None or progress.cancelled:
                break
    left = len(wanted) - len(lines)
    return BatchResult(folder, tuple(lines), left, progress.cancelled and left > 0, stopped)


def papers_of(services: Services, kind: str, customer: Customer, lang: str) -> tuple[Made, ...]:
    """Make one kind of paper of a customer, from the newest case or grade change. UserError when it has none."""
    from app.services import documents
    from app.services.documents.papers import make

    name = file_name(customer.number, kind)
    if kind == FORM:
        changes = services.grading.changes(customer.id)
        if not changes:
            raise UserError("documents.no_change", customer=customer.name)
        form = documents.build_change_form(services, max(change.no for change in changes), lang)
        return (Made(name, documents.render_change_form_pdf(form)),)
    if kind in (DOSSIER, WORKBOOK):
        content = documents.build_dossier(services, lang, customer_id=customer.id)
        render = documents.render_dossier_xlsx if kind == WORKBOOK else documents.render_dossier_pdf
        return (Made(name, render(content)),)
    found = make(services, kind, lang, customer_id=customer.id)
    if len(found) == 1:
        return (Made(name, found[0].data),)
    return tuple(Made(f"{safe_name(customer.number)}-{safe_name(one.name)}", one.data) for one in found)


def file_name(number: str, kind: str) -> str:
    """The name of the file of a paper: number of the customer and name of the kind."""
    found = next(one for one in KINDS if one.key == kind)
    return f"{safe_name(number)}-{found.name}.{found.suffix}"


def safe_name(text: str) -> str:
    """``text`` as a part of a file's name on any system: nothing that leads into another folder, nothing reserved."""
    plain = "".join(char if char.isalnum() or char in " ._-()" else "_" for char in text).strip(" .")[:80]
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain) else plain


class _Names:
    """Which names of a folder this batch has given already: two customers never write the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._given: dict[str, int] = {}

    def path(self, name: str, customer_id: int) -> Path:
        """The file of that name, with the customer's id in it when the name belongs to another one."""
        if self._given.setdefault(name.casefold(), customer_id) != customer_id:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem}-{customer_id}{dot}{suffix}"
        return self.folder / name


def _line(services: Services, kind: str, customer_id: int, names: _Names, lang: str) -> Line:
    number = customer = ""
    try:
        found = services.customers.get(customer_id)
        number, customer = found.number, found.name
        written = list(_written(papers_of(services, kind, found, lang), customer_id, names))
    except (UserError, EnvironmentFault) as problem:
        return Line(customer_id, number, customer, kind, problem=problem)
    return Line(customer_id, number, customer, kind, tuple(path for path, _ in written), renamed=any(new for _, new in written))


def _written(papers: Sequence[Made], customer_id: int, names: _Names) -> Iterator[tuple[Path, bool]]:
    """The file of each paper, and whether it got another name because its own is held by another program."""
    for paper in papers:
        path = names.path(paper.name, customer_id)
        try:
            yield save(path, paper.data), False
        except TargetInUse as held:
            yield save(held.other, paper.data), True
