"""Papers on a bad day: full disk, held files, kills and second thoughts leave the old file or the new one, never half of it."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentFault
from app.services import left_behind
from app.services.documents.batch import DOSSIER, FORM, WORKBOOK, make_many
from app.services.documents.saving import TargetInUse, opens, save
from app.services.left_behind import clean_up
from app.services.progress import Progress
from app.services.registry import Services
from app.texts import Texts, languages
from tests.faults.papers import MOMENTS, NEW, WRITERS, FullDisk, Held, careless, what_is_wrong
from tests.services.documents import generated
from tests.services.documents.generated import Made

OLD = b"%PDF old " * 900
Done = tuple[Services, tuple[Made, ...]]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file that is there already."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "form.pdf").write_bytes(OLD)
    return folder / "form.pdf"


def _wrong(target: Path) -> list[str]:
    return what_is_wrong(target.parent, {target.name: OLD}, NEW)


def _told(problem: EnvironmentFault | TargetInUse) -> list[str]:
    """The message in every language: words, not keys."""
    return [Texts.load(lang).error(problem.key, problem.params) for lang in languages()]


# --- F-05: the disk is full ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 1, 4096, len(NEW) - 1])
def test_a_full_disk_leaves_the_old_file_and_says_so(target: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left_behind.note(target.parent)
    monkeypatch.setattr("os.write", FullDisk(room))
    with pytest.raises(EnvironmentFault) as fault:
        save(target, NEW, paper=False)
    monkeypatch.undo()
    assert fault.value.key == "documents.save.full"
    assert target.read_bytes() == OLD
    assert _wrong(target) == []
    assert all(str(target) in words for words in _told(fault.value))


def test_the_check_of_a_full_disk_finds_a_careless_writer(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.write", FullDisk(4096))
    with pytest.raises(OSError, match="space"):
        careless(target, NEW)
    monkeypatch.undo()
    assert _wrong(target) == ["form.pdf holds 4096 bytes of neither"]


_LIMITED = """
import resource, sys
from pathlib import Path
from app.models.domain.errors import EnvironmentFault
from tests.faults.papers import NEW, WRITERS
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    WRITERS[sys.argv[1]](Path(sys.argv[2]), NEW)
except (EnvironmentFault, OSError) as fault:
    print(getattr(fault, "key", "") or fault.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize(("writer", "good"), [("program", True), ("careless", False)])
def test_a_limit_on_the_size_of_files_is_a_full_disk(
    writer: str, good: bool, target: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    said = run_python(_LIMITED, writer, str(target)).stdout.strip()
    assert said == ("documents.save.full" if good else str(errno.EFBIG))
    assert (_wrong(target) == []) is good


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB, where this user may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("nothing can be mounted here; the tests with a limit stand for it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_real_full_disk_ends_a_batch_and_keeps_what_was_whole(few: Done, small_disk: Path) -> None:
    services, made = few
    (small_disk / "ballast").write_bytes(b"x" * 1_950_000)
    result = make_many(services, (FORM, DOSSIER, WORKBOOK), [one.customer_id for one in made], small_disk / "papers", "en")
    assert result.stopped is not None
    assert result.stopped.key == "documents.save.full"
    assert result.left > 0
    kept = list((small_disk / "papers").iterdir())
    assert kept
    assert all(opens(file.read_bytes()) and ".tmp-" not in file.name for file in kept)


# --- F-29: another program holds the file -------------------------------------------------------------------------------


def test_a_file_that_is_held_is_told_with_a_free_name_and_nothing_is_lost(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (target.parent / "form (2).pdf").write_bytes(NEW)
    monkeypatch.setattr("os.replace", Held())
    with pytest.raises(TargetInUse) as held:
        save(target, NEW, paper=False)
    assert held.value.other == target.parent / "form (3).pdf"
    assert _wrong(target) == []
    assert all("form (3).pdf" in words and str(target) in words for words in _told(held.value))
    save(held.value.other, NEW, paper=False)
    assert held.value.other.read_bytes() == NEW
    assert target.read_bytes() == OLD


def test_once_it_is_free_the_next_try_writes_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.replace", Held(times=1))
    with pytest.raises(TargetInUse):
        save(target, NEW, paper=False)
    assert save(target, NEW, paper=False).read_bytes() == NEW
    assert _wrong(target) == []


def test_a_batch_takes_the_free_name_and_says_so(few: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services, made = few
    ids = [made[0].customer_id]
    (file,) = make_many(services, (FORM,), ids, tmp_path, "en").lines[0].files
    before = file.read_bytes()
    file.write_bytes(OLD)
    monkeypatch.setattr("os.replace", Held())
    (line,) = make_many(services, (FORM,), ids, tmp_path, "en").lines
    assert (line.renamed, line.problem) == (True, None)
    assert (line.files[0].name, line.files[0].read_bytes()) == (f"{file.stem} (2).pdf", before)
    assert file.read_bytes() == OLD


# --- other refusals -----------------------------------------------------------------------------------------------------


def test_places_that_cannot_be_written_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for place, key in ((tmp_path / "none" / "a.pdf", "no_folder"), (tmp_path / "file" / "a.pdf", "no_folder")):
        with pytest.raises(EnvironmentFault) as fault:
            save(place, NEW, paper=False)
        assert fault.value.key == f"documents.save.{key}"
        assert all("documents.save" not in words for words in _told(fault.value))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EIO])
def test_what_the_system_refuses_leaves_the_old_file(target: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(EnvironmentFault) as fault:
        save(target, NEW, paper=False)
    assert fault.value.key == ("documents.save.failed" if code == errno.EIO else "documents.save.refused")
    assert _wrong(target) == []


@pytest.mark.parametrize("broken", [b"%PDF-1.4 cut", b"PK\x03\x04 cut"])
def test_a_paper_that_does_not_open_never_takes_the_place_of_the_old_one(target: Path, broken: bytes) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        save(target, broken)
    assert fault.value.key == "documents.save.damaged"
    assert _wrong(target) == []


def test_a_paper_that_comes_back_changed_from_the_disk_is_not_kept(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: plain(path)[:-1] if ".tmp-" in path.name else plain(path))
    with pytest.raises(EnvironmentFault) as fault:
        save(target, NEW, paper=False)
    monkeypatch.undo()
    assert fault.value.key == "documents.save.damaged"
    assert _wrong(target) == []


# --- F-28: killed, and given up -----------------------------------------------------------------------------------------


def _killed_at(writer: str, moment: str, target: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.papers", writer, moment, str(target)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "here\n"
        child.kill()
        child.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="the child waits for a signal")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_the_old_or_the_new_file_and_the_next_start_removes_the_rest(target: Path, moment: str) -> None:
    _killed_at("program", moment, target)
    left = [file for file in target.parent.iterdir() if ".tmp-" in file.name]
    assert len(left) == (moment != "renamed")
    assert target.read_bytes() == (NEW if moment == "renamed" else OLD)
    assert clean_up() == [], "another program may be writing it at this moment"
    assert clean_up(older_than=0.0) == left
    assert _wrong(target) == []
    assert left_behind._noted() == []


@pytest.mark.skipif(sys.platform == "win32", reason="the child waits for a signal")
def test_the_check_after_a_kill_finds_a_careless_writer(target: Path) -> None:
    _killed_at("careless", "half written", target)
    assert _wrong(target) == ["form.pdf holds 40000 bytes of neither"]


def test_cleaning_removes_nothing_else(tmp_path: Path) -> None:
    left_behind.note(tmp_path)
    left_behind.note(tmp_path / "a folder that is gone")
    for name in ("a.pdf", "b.tmp", "c.tmp-notours", "d.pdf.tmp-0123456789ab.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert clean_up(older_than=0.0) == []
    assert len(list(tmp_path.iterdir())) == 4


class Impatient(Progress):
    """Gives up when it was asked ``pages`` times whether to go on."""

    def __init__(self, pages: int) -> None:
        super().__init__()
        self.asked, self.pages = 0, pages

    @property
    def cancelled(self) -> bool:
        self.asked += 1
        return self.asked > self.pages


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    """Three customers: two with a grade, one without anything."""
    folder = tmp_path_factory.mktemp("few")
    with generated.store(folder / "few.zixin", 0) as (services, _):
        yield services, tuple(generated.put(services, generated.traits_of(number)) for number in (0, 4, 9))


def test_given_up_at_any_page_nothing_is_half_and_what_is_told_is_whole(few: Done, tmp_path: Path) -> None:
    services, made = few
    ids, kinds = [one.customer_id for one in made], (DOSSIER, FORM)
    counting = Impatient(1_000_000)
    whole = make_many(services, kinds, ids, tmp_path / "whole", "en", counting)
    assert counting.asked > 3 * len(whole.lines), "it is asked at every page, not only between papers"
    chance = random.Random(28)
    for number in range(4):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        for file in (tmp_path / "whole").iterdir():
            (folder / file.name).write_bytes(OLD)
        result = make_many(services, kinds, ids, folder, "en", Impatient(chance.randrange(counting.asked - 3)))
        written = {file for line in result.lines for file in line.files}
        assert (result.cancelled, result.left) == (True, len(whole.lines) - len(result.lines))
        for file in folder.iterdir():
            assert ".tmp-" not in file.name
            assert file.read_bytes() == OLD if file not in written else opens(file.read_bytes())


def test_every_writer_of_the_harness_is_used() -> None:
    assert set(WRITERS) == {"program", "careless"}
