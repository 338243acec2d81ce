"""F-07: kill the window while somebody types. ``python -m tests.faults.typists COUNT SEED [off]`` prints what was lost.

A child runs the real window without a screen and types with keys into pages of every kind; it is killed at some moment. A second
child opens the store again. What was typed two seconds before the kill or earlier must be in the store, or be offered in the
window. ``off`` is the control: no draft is written, so losses must be seen.

The two seconds are those in which the machine let the program run. A thread of the child tells every 40 ms how long the window's
thread and the writer's stood ready while other programs had the processor, as the kernel counts it; so much of the time before
the kill is added to them. On a machine that has nothing else to do it is next to nothing. A thread that waits for a lock, a disk
or another thread is not ready: that time counts as the program's own.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0
KEY_MS = 40
STARTED = 45.0
"""Seconds within which the first key must have been pressed."""
PLACES = ("address", "request", "note", "value", "date", "officer", "cell", "bad_cell", "new_customer", "setting", "amount")


# --- the store --------------------------------------------------------------------------------------------------------


def new_store(path: Path) -> None:
    """A closed store with the sample company, as after the first five minutes."""
    from app.models.db.store import Store
    from app.services.first_run import prepare
    from app.services.registry import build_services
    from app.texts import Texts

    with Store.open(path, create=True) as store:
        services = build_services(store)
        first = prepare(services, Texts.load("en"))[0].name
        services.samples.install(first)


def stored(path: Path) -> tuple[set[str], list[dict[str, Any]]]:
    """Every text in the store, and the drafts."""
    from app.models.db.store import Store
    from app.services.registry import build_services

    with Store.open(path) as store:
        services = build_services(store)
        row = services.customers.page()[0]
        view = services.cases.view(row.case_id)
        customer = services.customers.get(row.id)
        texts = {customer.address, customer.note, view.head.purpose, *(one.name for one in services.officers.all())}
        texts |= {answer.note for answer in view.answers.values()} | set(services.settings.all().values())
        texts |= {str(answer.value) for answer in view.answers.values()} | {str(view.head.own_exposure)}
        for period in services.statements.of_customer(row.id):
            texts |= {str(value) for value in period.values.values()} | {period.note}
        drafts = [{"place": one.place, **json.loads(one.payload)} for name in services.officers.all()
                  for one in services.drafts.all(name.name)]
    return texts, drafts


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


# --- the child that types ---------------------------------------------------------------------------------------------


def window(path: Path, then: Callable[[Any], None]) -> None:
    """Run the window as it is started, and hand its frame to ``then`` once the first rows are there."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app import bootstrap
    from app.texts import Texts
    from app.ui.application import make_application, run_window
    from app.ui.main_window import Frame
    from app.ui.screens import SCREENS

    app = make_application(["zixin"])
    timer = QTimer(app, interval=50)

    def look() -> None:
        frame = next((one for one in app.topLevelWidgets() if isinstance(one, Frame)), None)
        if frame is not None and frame.current is not None and not frame._runner.busy:
            if frame.isActiveWindow() and QApplication.activeWindow() is frame:
                timer.stop()
                then(frame)
            else:
                frame.activateWindow()  # keys reach an active window only: without it no field has the focus

    timer.timeout.connect(look)
    timer.start()
    run_window(
        store=path, open_store=partial(bootstrap._open_for_window, Texts.load("en"), path, None), screens=SCREENS,
        state_dir=path.parent / "state", lang="en", lang_given=True, first="customers",
    )


def kept_waiting() -> float:
    """Seconds that this process's window and writer stood ready to run and had no processor; 0 where the kernel does not say."""
    from threading import enumerate as threads

    ready = 0
    for one in threads():
        if one.name == "MainThread" or one.name.startswith("zixin-writer"):
            try:
                ready += int(Path(f"/proc/self/task/{one.native_id}/schedstat").read_text().split()[1])
            except OSError:
                continue
    return ready / 1e9


def tell(**more: str) -> None:
    """One line for the parent, in one piece: two threads write."""
    line = json.dumps({"at": time.time(), "late": round(kept_waiting(), 3), **more}) + "\n"
    os.write(1, line.encode())


def tell_on() -> None:
    """How things stand, until the kill, also while the window's thread cannot answer."""
    while True:
        time.sleep(KEY_MS / 1000)
        tell()


class Typist:
    """Goes from page to page and types; tells each text as soon as its last key was pressed."""

    def __init__(self, frame: Any, places: list[str], mark: int) -> None:
        from PySide6.QtCore import QTimer

        self._frame, self._places, self._mark = frame, places, mark
        self._row = frame.host.services.customers.page()[0]
        self._steps = self._all()
        self._begun, self._waiting = False, False
        self._timer = QTimer(frame, interval=KEY_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _tell(self, **more: str) -> None:
        tell(**more)
        if not self._begun:
            self._begun = True
            threading.Thread(target=tell_on, name="teller", daemon=True).start()

    def _step(self) -> None:
        if self._frame._runner.busy and self._waiting:
            return
        next(self._steps, None)

    def _all(self) -> Iterator[None]:
        for number, place in enumerate(self._places):
            self._waiting = True
            target = getattr(self, f"_{place}")
            yield from target(self._text(place, number))
        while True:
            self._waiting = False
            yield

    def _text(self, place: str, number: int) -> str:
        figures = f"{self._mark % 900 + 100}{number}{'123456789' * 3}"
        if place in ("cell", "amount"):
            return figures[:12]
        if place in ("value", "request", "bad_cell"):
            return f"about {figures[:14]} or so"
        return f"soon {figures}" if place == "date" else f"{place} {self._mark} typed {figures[:20]}"

    def _open(self, screen: str, argument: object = None) -> Iterator[None]:
        self._frame.go(screen, argument)
        for _ in range(12):
            yield
        if screen == "case":
            while not self._frame._screens[screen].model.is_open:  # a machine with much to do
                yield

    def _keys(self, place: str, widget: Any, text: str) -> Iterator[None]:
        from PySide6.QtTest import QTest

        self._waiting = False
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        for at, key in enumerate(text):
            QTest.keyClicks(widget, key)
            self._tell(place=place, text=text[: at + 1])
            yield

    def _address(self, text: str) -> Iterator[None]:
        yield from self._open("customer", self._row.id)
        screen = self._frame._screens["customer"]
        yield from self._keys("address", field_named(screen, "address").editor, text)

    def _request(self, text: str) -> Iterator[None]:
        yield from self._open("case", self._row.case_id)
        screen = self._frame._screens["case"]
        screen.show_section("request")
        yield from self._keys("request", screen.request.fields["requested_limit"].editor, text)

    def _amount(self, text: str) -> Iterator[None]:
        yield from self._open("case", self._row.case_id)
        screen = self._frame._screens["case"]
        screen.show_section("request")
        yield from self._keys("amount", screen.request.fields["own_exposure"].editor, text)

    def _note(self, text: str) -> Iterator[None]:
        yield from self._open("case", self._row.case_id)
        screen = self._frame._screens["case"]
        screen.show_section("management")
        yield from self._keys("note", screen.detail.note.editor, text)

    def _date(self, text: str) -> Iterator[None]:
        yield from self._open("case", self._row.case_id)
        screen = self._frame._screens["case"]
        screen.show_section("staff")
        yield from self._keys("date", screen.detail.as_of.editor, text)

    def _value(self, text: str) -> Iterator[None]:
        yield from self._open("case", self._row.case_id)
        screen = self._frame._screens["case"]
        screen.show_section("company")
        yield from self._keys("value", screen.pages["company"].rows["A10"].editor.field.editor, text)

    def _officer(self, text: str) -> Iterator[None]:
        yield from self._open("officers")
        yield from self._keys("officer", self._frame._screens["officers"].name.editor, text)

    def _new_customer(self, text: str) -> Iterator[None]:
        yield from self._open("customer", None)
        yield from self._keys("new_customer", field_named(self._frame._screens["customer"], "name").editor, text)

    def _setting(self, text: str) -> Iterator[None]:
        from app.ui.forms.text_edits import LineEdit

        yield from self._open("settings")
        rows = self._frame._screens["settings"].rows.values()
        field = next(row.field for row in rows if isinstance(row.field, LineEdit))
        yield from self._keys("setting", field.editor, text)

    def _bad_cell(self, text: str) -> Iterator[None]:
        yield from self._cell(text, "bad_cell", 5)

    def _cell(self, text: str, place: str = "cell", line: int = 3) -> Iterator[None]:
        from PySide6.QtWidgets import QLineEdit

        yield from self._open("statements", self._row.id)
        grid = self._frame._screens["statements"].grid
        grid.go_to(grid.grid.lines()[line], 0)
        grid.edit(grid.currentIndex())
        editors = grid.viewport().findChildren(QLineEdit)
        yield from self._keys(place, editors[-1], text)


def field_named(screen: Any, name: str) -> Any:
    """A field of the customer's form."""
    screen.show_page("identity")
    return screen.form.fields[name]


def type_until_killed(path: Path, places: list[str], mark: int, off: bool) -> None:
    kept: list[Typist] = []
    if off:
        from app.services.drafts import Drafts

        Drafts.put = _nothing  # type: ignore[method-assign]
    window(path, lambda frame: kept.append(Typist(frame, places, mark)))


def _nothing(*_: object) -> None:
    """The control writes no draft."""


# --- the child that looks ---------------------------------------------------------------------------------------------


class Looker:
    """Opens every page that the start offers and tells what can be read there."""

    def __init__(self, frame: Any) -> None:
        from PySide6.QtCore import QTimer

        self._frame = frame
        self._seen: list[str] = []
        self._steps = self._all()
        self._timer = QTimer(frame, interval=40)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if not self._frame._runner.busy:
            next(self._steps, None)

    def _all(self) -> Iterator[None]:
        bar = self._frame.drafts.bar
        for _ in range(25):         # the list comes half a second after the rows
            yield
        listed = bar.text
        for offer in list(self._frame.drafts.offers.values()):
            self._frame.drafts.open(offer.place)
            for _ in range(15):
                yield
            self._look(bar)
        print(json.dumps({"list": listed, "seen": self._seen}), flush=True)
        os._exit(0)

    def _look(self, bar: Any) -> None:
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

        screen = self._frame.stack.currentWidget()
        self._seen.append(bar.text)
        self._seen += [one.text() for one in screen.findChildren(QLineEdit)]
        self._seen += [one.toPlainText() for one in screen.findChildren(QPlainTextEdit)]


def look(path: Path) -> None:
    kept: list[Looker] = []
    window(path, lambda frame: kept.append(Looker(frame)))


# --- the parent -------------------------------------------------------------------------------------------------------


def trial(ready: Path, seed: int, off: bool) -> dict[str, Any]:
    """One kill: what was typed, what was lost of it, and which offers could not be seen."""
    chance = random.Random(seed)
    places = ["officer"] if off else chance.sample(PLACES, 3)      # the control types where only a draft can help
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(ready, Path(folder) / "office.zixin"))
        (path.parent / "state").mkdir()
        typed, killed_at = _typed_until_killed(path, places, seed, off, 4.5 if off else chance.uniform(2.5, 6.0))
        texts, drafts = stored(path)
        kept = texts | set(_strings([list(one.values()) for one in drafts]))
        keys = [one for one in typed if "place" in one]
        safe = _safe(keys, _kept_back(typed, killed_at))
        lost = [f"{place}: {told[0]}" for place, told in safe.items() if not _any(told, kept)]
        told = _child("look", str(path), wait=True) if drafts and not off else None
    unseen = []
    if told is not None:
        shown = list(_strings(told["seen"]))
        for one in drafts:
            for text in _strings(one.get("texts", {})):
                if not any(text[:40] in line for line in shown):
                    unseen.append(text)
        if not told["list"] and not any("Take back" in line for line in shown):
            unseen.append("no list at the start")
    return {"places": places, "keys": len(keys), "lost": lost, "unseen": unseen, "drafts": len(drafts)}


def _kept_back(told: list[dict[str, Any]], killed_at: float) -> Callable[[dict[str, Any]], float]:
    """How long before the kill something was typed, in seconds in which the machine let the program run."""
    late = told[-1]["late"]
    return lambda one: killed_at - one["at"] - (late - one["late"])


def _safe(typed: list[dict[str, Any]], before: Callable[[dict[str, Any]], float]) -> dict[str, list[str]]:
    """By place: the last text that was typed two seconds before the kill, and every one after it."""
    found: dict[str, list[str]] = {}
    for one in typed:
        texts = found.setdefault(one["place"], [])
        if before(one) >= SECONDS:
            texts.clear()
            texts.append(one["text"])
        elif texts:
            texts.append(one["text"])
    return {place: texts for place, texts in found.items() if texts}


def _any(wanted: list[str], kept: set[str]) -> bool:
    return any(text in kept or text.strip() in kept or text.replace(",", "") in kept for text in wanted)


def _command(*args: str) -> list[str]:
    return [sys.executable, "-m", "tests.faults.typists", *args]


def _environment(path: Path) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ZIXIN_HOME": str(path.parent / "home")}


def _child(mode: str, path: str, wait: bool) -> dict[str, Any]:
    done = subprocess.run(
        _command(mode, path), cwd=ROOT, env=_environment(Path(path)), capture_output=True, text=True, timeout=90, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(lines[-1]))


def _typed_until_killed(
    path: Path, places: list[str], mark: int, off: bool, seconds: float
) -> tuple[list[dict[str, Any]], float]:
    """Let the child type, and kill it ``seconds`` after its first key."""
    words = _command("type", str(path), ",".join(places), str(mark), *(["off"] if off else []))
    errors = path.parent / "errors.txt"
    with errors.open("w") as log, subprocess.Popen(
        words, cwd=ROOT, env=_environment(path), stdout=subprocess.PIPE, stderr=log, text=True
    ) as child:
        assert child.stdout is not None
        ready, _, _ = select.select([child.stdout], [], [], STARTED)
        first = child.stdout.readline() if ready else ""
        if not first:
            child.kill()
            raise RuntimeError(f"{places}, {mark}: {errors.read_text()[-4000:]}")
        time.sleep(seconds)
        killed_at = time.time()
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read()
    lines = [first, *rest.splitlines()]
    return [json.loads(line) for line in lines if line.startswith("{") and line.rstrip().endswith("}")], killed_at


def main(count: int, seed: int, off: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.zixin"
        new_store(ready)
        results = [trial(ready, seed + number, off) for number in range(count)]
    told = {
        "kills": count, "keys": sum(one["keys"] for one in results), "drafts": sum(one["drafts"] for one in results),
        "lost": [text for one in results for text in one["lost"]], "unseen": [text for one in results for text in one["unseen"]],
        "day": date.today().isoformat(),
    }
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["lost"] or told["unseen"] else 0


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "type":
        type_until_killed(Path(rest[0]), rest[1].split(","), int(rest[2]), rest[3:] == ["off"])
    elif mode == "look":
        look(Path(rest[0]))
    else:
        sys.exit(main(int(mode), int(rest[0]), rest[1:] == ["off"]))
