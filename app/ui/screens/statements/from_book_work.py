"""Reading workbooks for the statements of a customer and taking periods out of them, off the window's thread."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.errors import ProblemList, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.models.domain.rating import CheckOutcome
    from app.services.changes import Changed
    from app.services.imports.commit import Done
    from app.services.imports.model import Ask
    from app.services.imports.undo import Undone
    from app.services.progress import Progress
    from app.services.registry import Services
    from app.services.statements.book_model import Found, Look
    from app.ui.frame.host import ScreenHost

    Ties = dict[int, tuple[CheckOutcome, ...]]

POLL_MS = 120


def read_and_look(services: Services, customer_id: int, paths: Sequence[Path], lang: str, progress: Progress) -> Look:
    """Read files and compare them with the store (on a reader's thread)."""
    from app.services.statements.from_book import look, read

    return look(services, read(services, customer_id, paths, lang, progress), "", progress)


def look_again(services: Services, found: Found, company: str) -> Look:
    """Compare files that were read (on a reader's thread)."""
    from app.services.statements.from_book import look

    return look(services, found, company)


def check_ties(services: Services, look: Look, items: Collection[int], taken: Collection[tuple[int, str]]) -> Ties:
    """The integrity checks of chosen periods (on a reader's thread)."""
    from app.services.statements.from_book import ties

    return ties(services, look, items, taken)


def take_periods(
    services: Services, look: Look, items: Collection[int], taken: Collection[tuple[int, str]], by: str, progress: Progress
) -> Changed[Done]:
    """Write chosen periods (on the writer's thread)."""
    from app.services.statements.from_book import take

    return take(services, look, items, taken, by, progress)


class BookWork(QObject):
    """One visit: ``looked`` when the files were read or are understood in another way, ``failed`` with why not."""

    looked = Signal(object)
    going = Signal(int, int)  # files read, files in all; (0, 0) while periods are written
    failed = Signal(object)  # UserError
    tied = Signal(object)
    taken = Signal(int, int)  # import, periods
    undone = Signal(str, bool)  # sentence, whether something stays

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host = host
        self._progress: Progress | None = None
        self._company, self._many = "", 0
        self.last = 0  # the import that was made last
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether files are being read or periods written."""
        return self._progress is not None

    def read(self, customer_id: int, paths: Sequence[Path]) -> None:
        """Read files for a customer."""
        self.stop()
        self._company = ""
        host, progress = self._host, self._begin()
        host.runner.query(
            read_and_look, host.services, customer_id, tuple(paths), host.ui.number_lang, progress, done=self._looked,
            failed=self._refused, key="statements.book",
        )

    def stop(self) -> None:
        """End what is going on; nothing is written."""
        if self._progress is not None:
            self._progress.cancel()

    def forget(self) -> None:
        """The page is left: what is still on its way is not waited for."""
        self.stop()
        self._end()

    def answer(self, look: Look, ask: Ask, option: str) -> None:
        """A question is answered."""
        from app.services.statements.from_book import answered

        self._again(answered(look.found, ask, option))

    def change_unit(self, look: Look, unit: int) -> None:
        """All amounts are in another unit."""
        from app.services.statements.from_book import in_unit

        self._again(in_unit(look.found, unit))

    def send(self, look: Look, table: int, index: int, target: str) -> None:
        """A line of the file goes to a field."""
        from app.services.statements.from_book import with_target

        self._again(with_target(look.found, table, index, target))

    def choose(self, look: Look, company: str) -> None:
        """The company of the file that the customer is."""
        self._company = company
        self._again(look.found)

    def renew(self, look: Look) -> None:
        """Compare again with what the store holds by now."""
        self._again(look.found)

    def tie(self, look: Look, items: Collection[int], taken: Collection[tuple[int, str]]) -> None:
        """Check the chosen periods."""
        host = self._host
        arguments = (host.services, look, frozenset(items), frozenset(taken))
        host.runner.query(check_ties, *arguments, done=self._tied, key="statements.book_ties")

    def take(self, look: Look, items: Collection[int], taken: Collection[tuple[int, str]]) -> None:
        """Write the chosen periods."""
        host, progress = self._host, self._begin()
        self._many = len(items)
        arguments = (host.services, look, frozenset(items), frozenset(taken), host.officer, progress)
        host.runner.command(take_periods, *arguments, done=self._taken, failed=self._refused)

    def undo(self) -> None:
        """Take the last import back."""
        host, number = self._host, self.last
        if number:
            host.runner.command(host.services.imports.undo, number, host.officer, done=self._undone, failed=self._kept)

    # ---------------------------------------------------------------------------------------------------------------

    def _begin(self) -> Progress:
        from app.ui.runtime.progress import WindowProgress

        self._progress = WindowProgress(self._host.runner)
        self._poll.start()
        return self._progress

    def _end(self) -> None:
        self._progress = None
        self._poll.stop()

    def _tell(self) -> None:
        if self._progress is not None:
            self.going.emit(self._progress.done, self._progress.total)

    def _again(self, found: Found) -> None:
        host = self._host
        host.runner.query(
            look_again, host.services, found, self._company, done=self._looked, failed=self._refused, key="statements.book"
        )

    def _looked(self, look: Look) -> None:
        self._end()
        self.looked.emit(look)

    def _tied(self, ties: Ties) -> None:
        self.tied.emit(ties)

    def _refused(self, error: UserError) -> None:
        self._end()
        self.failed.emit(error)

    def _taken(self, changed: Changed[Done]) -> None:
        self._end()
        self.last = changed.value.import_id
        self.taken.emit(self.last, self._many)

    def _undone(self, changed: Changed[Undone]) -> None:
        self.last = 0
        key = "ui.from_book.undone_partly" if changed.value.kept else "ui.from_book.undone"
        self.undone.emit(self._host.ui.t(key, number=changed.value.import_id), bool(changed.value.kept))

    def _kept(self, error: UserError) -> None:
        problems = error.problems if isinstance(error, ProblemList) else (error,)
        self.undone.emit("\n".join(self._host.ui.error_text(one) for one in problems[:3]), True)

