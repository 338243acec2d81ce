"""What the batch page asks of worker threads: who is meant, making the papers, the list of what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.progress import Progress

if TYPE_CHECKING:
    from app.services.documents.batch import BatchResult
    from app.services.registry import Services

CHOSEN, EVERYBODY = "chosen", "everybody"
Whom = str | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: ``whom`` ids, "everybody" or the name of a grade; ``kinds`` as in the batch; where and in which language."""

    whom: Whom
    kinds: tuple[str, ...]
    folder: Path
    lang: str


def count_of(services: Services, whom: Whom) -> int:
    """How many customers are meant."""
    return len(_ids(services, whom))


def make_all(services: Services, order: Order, progress: Progress) -> BatchResult:
    """Make everything that was ordered."""
    from app.services.documents.batch import make_many

    ids = _ids(services, order.whom)
    return make_many(services, order.kinds, ids, order.folder, order.lang, progress)


def write_list(path: Path, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> Path:
    """Write the list of what became of each paper: CSV when the file is called so, else a workbook."""
    from app.services.documents.saving import save
    from app.services.table_file import as_csv, as_workbook

    return save(path, as_csv(heads, rows) if path.suffix.lower() == ".csv" else as_workbook(title, heads, rows, lang))


def _ids(services: Services, whom: Whom) -> Sequence[int]:
    from app.models.domain.listing import ColumnFilter, ListQuery

    if not isinstance(whom, str):
        return whom
    filters = () if whom == EVERYBODY else (ColumnFilter("grade", choices=(whom,)),)
    return services.customer_list.ids(ListQuery(filters=filters, sort="number"))
