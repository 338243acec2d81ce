"""What was typed and is nowhere else: kept within a second, offered again after a crash.

What can be read is saved by autosave. Here is kept the rest: texts that cannot be read or are refused, fields that wait for
such a text beside them, forms that are saved by a button, and the cell that is being typed in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.ui.forms.base import Field
from app.ui.forms.typed_edits import TypedEdit
from app.ui.runtime.autosave import Write
from app.ui.undo.draft_bar import DraftBar
from app.ui.undo.places import TextWidget, field_of, find, is_entry, path_of, screen_of

if TYPE_CHECKING:
    from app.models.db.rows import Draft
    from app.ui.frame.screen import Screen
    from app.ui.main_window import Frame

PREFIX = "typed."
_KEPT_BY_PAGES = {"customer.new": "customer", "case": "case", "proposal": "approval", "review": "reviews"}
"""Drafts that a page keeps by itself and shows again when it is opened; by the first words of their place."""


@dataclass(slots=True)
class _Typed:
    """A text that the user typed. ``covered``: autosave was told of it."""

    widget: TextWidget
    field: Field | None
    text: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Texts of an earlier time for one page. ``texts`` is empty where the page shows them by itself; ``shown`` names them.

    ``discardable``: they can be thrown away from the bar; a new customer has a button of its own for that.
    """

    place: str
    screen: str
    argument: int | None
    title: str
    at: datetime
    texts: dict[str, str]
    shown: tuple[str, ...] = ()
    discardable: bool = True


class Drafts(QObject):
    """Watches the text widget in hand; writes drafts through autosave; offers what was left."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self._host = frame, frame.host
        self._service: Any = None
        self._widget: TextWidget | None = None
        self._touches = 0
        self._typed: dict[str, _Typed] = {}
        self._here: tuple[str, object] | None = None
        self._written: dict[str, str] = {}
        self._unsure: set[str] = set()  # places whose draft may be another in the store: a write failed
        self._refused = False           # since the last key
        self._found_first: dict[str, dict[str, datetime]] = {}  # by officer: what was there before this program began
        self.offers: dict[str, Offer] = {}
        self.bar = DraftBar(frame.ui, frame)
        self.bar.restored.connect(self.restore)
        self.bar.discarded.connect(self.discard)
        self.bar.opened.connect(self.open)

    def start(self) -> None:
        """The store is open: watch from now on, and look what the last session left."""
        self._service = getattr(self._host.services, "drafts", None)
        app = QApplication.instance()
        if self._service is None or not isinstance(app, QApplication):
            return
        app.focusChanged.connect(self._focused)
        self._frame.shown.connect(self._shown)
        self._host.autosave.state_changed.connect(self._settle)
        self._host.autosave.failed.connect(self._not_taken)
        self._host.runner.command_done.connect(self._look_after_command)
        self._host.runner.changed.connect(self._changed)
        self._host.officer_changed.connect(self._other_officer)
        self._focused(None, app.focusWidget())
        self._look()

    # --- while it is typed -----------------------------------------------------------------------------------------

    def _focused(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._widget is not None and isValid(self._widget):
            self._widget.removeEventFilter(self)
            self._widget.textChanged.disconnect(self._text_changed)
        wanted = isinstance(new, QLineEdit | QPlainTextEdit) and is_entry(new)
        self._widget = new if wanted else None  # type: ignore[assignment]
        if self._widget is not None:
            self._touches = self._host.autosave.touches
            self._widget.installEventFilter(self)
            self._widget.textChanged.connect(self._text_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress):
            self._touches = self._host.autosave.touches
        return False

    def _text_changed(self, *_: object) -> None:
        widget = self._widget
        screen = screen_of(widget) if widget is not None else None
        if widget is None or screen is None or self._host.runner.closed:
            return
        here = (self._frame.current or "", self._frame.argument)
        if here != self._here:
            self._here, self._typed = here, {}
        covered = self._host.autosave.touches != self._touches
        field = field_of(widget)
        text = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
        self._refused = False
        self._typed[path_of(widget, screen)] = _Typed(widget, field, text, covered and field is not None)
        self._host.autosave.touch((PREFIX, here), self._write, counted=False)

    def _write(self) -> Write | None:
        """The draft of the page in hand, if it differs from what is kept."""
        if self._here is None:
            return None
        place, payload = self._place(self._here), self._payload()
        if self._written.get(place, "") == payload and place not in self._unsure:
            return None
        self._written[place] = payload
        self._unsure.discard(place)
        if payload:
            return Write(self._service.put, self._host.officer, place, payload, failed=self._not_written)
        return Write(self._service.drop, self._host.officer, place, failed=self._not_written)

    def _not_written(self, error: BaseException) -> None:
        """The same text is to be written once more: autosave asks for it again."""
        self._unsure.update(self._written)

    def _payload(self) -> str:
        texts = self._unsaved()
        return json.dumps({"title": self._title(), "texts": texts}, ensure_ascii=False) if texts else ""

    def _unsaved(self) -> dict[str, str]:
        """What is typed on this page and not in the store."""
        screen = self._frame._screens.get(self._here[0]) if self._here is not None else None
        if screen is None:
            return {}
        texts = dict(screen.unsaved_texts())
        alive = {path: one for path, one in self._typed.items() if isValid(one.widget)}
        refused = bool(texts) or any(field.has_error() for field in screen.findChildren(Field)) if alive else False
        for path, one in alive.items():
            if one.field is None:
                if one.widget.isVisible():
                    texts[path] = one.text
            elif one.text.strip() and one.field.raw_text() == one.text and (not one.covered or refused):
                texts[path] = one.text
        return texts

    def _settle(self, *_: object) -> None:
        """Something was saved: what is in the store now needs no draft."""
        if self._here is None or self._host.runner.closed or self._host.autosave.pending:
            return
        if self._written.get(self._place(self._here)) or self._typed:
            self._rewrite()

    def _not_taken(self, *_: object) -> None:
        """What autosave was told of is in no store yet: its draft is written, once until more is typed."""
        if self._here is not None and self._typed and not self._refused and not self._host.runner.closed:
            self._refused = True
            self._host.autosave.touch((PREFIX, self._here), self._write, counted=False)

    def _rewrite(self) -> None:
        if self._here is not None:
            if self._payload() != self._written.get(self._place(self._here), ""):
                self._host.autosave.touch((PREFIX, self._here), self._write, counted=False)

    def _changed(self, flags: frozenset[str], owner: object) -> None:
        """A command of this page took its form: what stood in it and could be read is in the store."""
        if self._here is not None and isinstance(owner, QObject) and self._owner_is_here(owner):
            self._typed = {path: one for path, one in self._typed.items() if one.covered or _waits(one)}
            self._rewrite()

    def _owner_is_here(self, owner: QObject) -> bool:
        at: QObject | None = owner
        screen = self._frame._screens.get(self._frame.current or "")
        while at is not None and at is not screen:
            at = at.parent()
        return at is not None

    def _title(self) -> str:
        """The name of what the page is about; "" where its title is that of the page, which the language changes."""
        screen = self._screen()
        return screen.title.data() if screen is not None else ""

    def _screen(self) -> Screen | None:
        return self._frame._screens.get(self._frame.current or "")

    @staticmethod
    def _place(here: tuple[str, object]) -> str:
        return f"{PREFIX}{here[0]}.{here[1] if isinstance(here[1], int) else 0}"

    # --- at the next start -----------------------------------------------------------------------------------------

    def _other_officer(self, name: str) -> None:
        self.offers.clear()
        self._typed.clear()
        self._written.clear()
        self.bar.clear()
        self._look()

    def _look(self) -> None:
        if not self._host.runner.closed and self._host.officer:
            self._host.runner.query(self._service.all, self._host.officer, done=self._found, key="typed.drafts")

    def _found(self, drafts: tuple[Draft, ...]) -> None:
        """What a page keeps by itself is offered if it was there before this program began: what is typed now is no news."""
        at_start = not self._found_first
        before = self._found_first.setdefault(self._host.officer, {draft.place: draft.saved_at for draft in drafts})
        news = [one for one in drafts if one.place.startswith(PREFIX) or before.get(one.place) == one.saved_at]
        self.offers = {offer.place: offer for draft in news if (offer := _offer(draft)) is not None}
        self._written.update({draft.place: draft.payload for draft in drafts if draft.place.startswith(PREFIX)})
        here = (self._frame.current, self._frame.argument)
        if any((one.screen, one.argument) == here for one in self.offers.values()):
            self._shown(self._frame.current or "")
        elif self.offers:
            self.bar.show_list(list(self.offers.values()), ended=at_start)

    def _look_after_command(self) -> None:
        """What the page put back by itself may have been sent: then nothing of it is unsaved."""
        if self.bar.kept_by_page and not self._host.runner.closed:
            self._host.runner.query(self._service.all, self._host.officer, done=self._still_kept, key="typed.still_kept")

    def _still_kept(self, drafts: tuple[Draft, ...]) -> None:
        if self.bar.kept_by_page and all(draft.place != self.bar.kept_by_page for draft in drafts):
            self.bar.clear()

    def _shown(self, screen_id: str) -> None:
        """A page is opened: what was typed on it last time is offered there."""
        now = (screen_id, self._frame.argument)
        if self._here is not None and self._here != now:
            self._keep_for_later(self._here)
        offer = self.offers.get(self._place((screen_id, self._frame.argument)))
        own = [one for one in self.offers.values() if (one.screen, one.argument) == (screen_id, self._frame.argument)]
        if offer is not None or own:
            if offer is None:
                offer = self.offers.pop(own[0].place)
                self._found_first.get(self._host.officer, {}).pop(offer.place, None)
            self.bar.show_offer(offer)
        elif not self.bar.is_list:
            self.bar.clear()

    def _keep_for_later(self, here: tuple[str, object]) -> None:
        """A page is left: its fields may show something else by now, its texts wait until it is opened again."""
        place = self._place(here)
        payload = self._written.get(place)
        if payload:
            kept = json.loads(payload)
            argument = here[1] if isinstance(here[1], int) else None
            now = datetime.now().astimezone()
            self.offers[place] = Offer(place, here[0], argument, str(kept["title"]), now, dict(kept["texts"]))
        self._here, self._typed = None, {}

    def open(self, place: str) -> None:
        """Go where it was typed."""
        offer = self.offers.get(place)
        if offer is not None:
            self.bar.clear()
            self._host.go(offer.screen, offer.argument)

    def restore(self, place: str) -> None:
        """Put the texts back into their fields, as if they were being typed."""
        offer = self.offers.pop(place, None)
        screen = self._screen()
        if offer is None or screen is None:
            return
        rest = dict(screen.restore_texts(offer.texts))
        self._here, self._typed = (self._frame.current or "", self._frame.argument), {}
        for path, text in rest.items():
            screen.show_place(path)
            target = find(screen, path)
            if isinstance(target, Field):
                self._touches = self._host.autosave.touches
                target.set_raw_text(text)
                editor = target.editor
                if isinstance(editor, QLineEdit | QPlainTextEdit):
                    self._typed[path] = _Typed(editor, target, text, self._host.autosave.touches != self._touches)
            elif isinstance(target, QAbstractItemView):
                _put_into_cell(target, path, text)
        self.bar.clear()
        self._host.toast("ui.drafts.restored")
        self._host.autosave.touch((PREFIX, self._here), self._write, counted=False)

    def discard(self, place: str) -> None:
        """Forget the texts."""
        self.offers.pop(place, None)
        self._written.pop(place, None)
        self.bar.clear()
        screen = self._screen()
        if not place.startswith(PREFIX) and screen is not None:
            screen.forget_kept()
            return
        self._host.runner.command(self._service.drop, self._host.officer, place)


def _waits(typed: _Typed) -> bool:
    """Whether no command can have taken the text: a cell still being typed in, or what cannot be read."""
    if not isValid(typed.widget):
        return False
    unread = isinstance(typed.field, TypedEdit) and typed.field.is_unread
    return typed.field is None or unread or typed.field.has_error()


def _offer(draft: Draft) -> Offer | None:
    at = draft.saved_at.astimezone()
    if draft.place.startswith(PREFIX):
        screen, _, argument = draft.place.removeprefix(PREFIX).rpartition(".")
        kept = json.loads(draft.payload)
        return Offer(draft.place, screen, int(argument) or None, str(kept["title"]), at, dict(kept["texts"]))
    for first, screen in _KEPT_BY_PAGES.items():
        rest = draft.place.removeprefix(first)
        number = rest.strip(".:-")
        if draft.place.startswith(first) and (not number or number.isdigit()):
            about, shown = int(number) if number else None, _shown(first, draft.payload)
            return Offer(draft.place, screen, about, "", at, {}, shown, discardable=about is not None)
    return None


def _shown(first: str, payload: str) -> tuple[str, ...]:
    """What a page puts back by itself, in a few words: question and text, or the name of the new customer."""
    kept = json.loads(payload)
    if first == "review":
        return (str(kept["text"]),)
    if first == "case":
        return tuple(f"{question}: {text}" for question, text in kept.items() if str(text).strip())
    return (str(kept["name"]),) if first == "customer.new" and kept.get("name") else ()


def _put_into_cell(view: QAbstractItemView, path: str, text: str) -> None:
    _, row, column = path.rsplit("/", 1)[-1].split(":")
    model = view.model()
    index = model.index(int(row), int(column))
    if index.isValid():
        view.setCurrentIndex(index)
        view.edit(index)
        editor = view.indexWidget(index) or next(iter(view.viewport().findChildren(QLineEdit)), None)
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.setFocus()
