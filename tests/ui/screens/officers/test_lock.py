"""The lock of the window: it comes when nobody touches it, takes nothing, loses nothing, and opens by a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.officers import passwords
from app.services.settings.schema import LOCK
from app.ui.application import Opened, Window
from app.ui.frame.dialogs import Message
from app.ui.screens import SCREENS
from tests.services.desk import Desk
from tests.ui.screens.conftest import OFFICER, SECOND, Walk, make_services

SECRET = "correct horse 1"


@dataclass
class Hand:
    """A clock that is moved by hand."""

    moment: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def today(self) -> date:
        return self.moment.date()

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """What a password costs is tested elsewhere, and is what it was afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", 64)
        patch.setattr(passwords, "PASSES", 1)
        _forget()
        yield
    _forget()


def _forget() -> None:
    passwords._hasher.cache_clear()
    passwords._nobodys.cache_clear()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def here(walk: Callable[..., Walk], hand: Hand) -> Walk:
    """Both officers have a password; officer 1 works at the window."""
    made = walk()
    services = made.services
    services.clock = hand  # type: ignore[assignment]
    services.officers._sign_in._clock = hand
    services._store.guard.clock = hand  # type: ignore[union-attr, attr-defined]
    made.frame.late()
    made.rest()
    made.frame.locking._last = hand.now()
    for name in (OFFICER, SECOND):
        officer = services.officers.get(name)
        assert officer is not None
        made.frame.host.runner.command(services.officers.set_password, officer.id, SECRET, name)
        made.rest()
    return made


def _touch(here: Walk) -> None:
    """A key as it comes from the system, through the window."""
    QTest.keyClick(here.frame.windowHandle(), Qt.Key.Key_Shift)


def _open(here: Walk, secret: str = SECRET, name: str | None = None) -> None:
    page = here.frame.locking.page
    assert page is not None
    if name is not None:
        page.who.set_value(name)
        page.who.edited.emit(name)
    page.password.line.setText(secret)
    page.enter.click()
    here.rest()


def test_it_locks_when_nobody_touches_it_and_opens_by_the_password(here: Walk, hand: Hand) -> None:
    lock: Any = here.frame.locking
    hand.moment += timedelta(minutes=14)
    lock.check()
    assert not lock.locked
    _touch(here)
    hand.moment += timedelta(minutes=14)
    lock.check()
    assert not lock.locked, "a key begins the time anew"
    hand.moment += timedelta(minutes=1)
    lock.check()
    assert not here.frame.rail.isVisible()
    _open(here, "wrong 12345")
    assert lock.page is not None and lock.page.password.has_error()
    hand.moment += timedelta(minutes=2)
    _open(here)
    assert not lock.locked and here.frame.rail.isVisible() and here.frame.host.officer == OFFICER


def test_the_first_touch_after_a_long_time_locks_instead_of_doing_anything(here: Walk, hand: Hand) -> None:
    hand.moment += timedelta(hours=3)
    _touch(here)
    assert here.frame.locking.locked


def test_what_is_typed_is_there_again_and_was_written_before(here: Walk, hand: Hand) -> None:
    screen = here.go("officers")
    screen.name.line.setFocus()
    QTest.keyClicks(screen.name.line, "Somebody new")
    here.frame.locking.lock()
    here.rest()
    assert not screen.name.line.isVisible()
    kept = [one.payload for one in here.services.drafts.all(OFFICER)]
    assert any("Somebody new" in one for one in kept), "a program that is killed while it is locked has it still"
    _open(here)
    assert screen.name.line.isVisible() and screen.name.line.text() == "Somebody new" and screen.name.line.hasFocus()


def test_no_key_does_anything_behind_the_lock(here: Walk) -> None:
    actions, before = here.frame.actions_, here.frame.current
    possible = {one.id for one in actions.all() if actions.qaction(one.id).isEnabled()}
    assert {"app.quit", "app.palette", "app.lists"} <= possible
    here.frame.locking.lock()
    for number in range(1, 9):
        QTest.keyClick(here.frame.windowHandle(), Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(here.frame.windowHandle(), Qt.Key.Key_Alt)
    actions.refresh()
    here.rest()
    assert here.frame.current == before and not any(actions.qaction(one.id).isEnabled() for one in actions.all())
    _open(here)
    assert {one.id for one in actions.all() if actions.qaction(one.id).isEnabled()} == possible


@pytest.mark.slow
def test_a_dialog_waits_behind_the_lock(here: Walk) -> None:
    here.frame.ask("Title", "Text", "ui.close", here.frame.save_now, False)
    (dialog,) = here.frame.findChildren(Message)
    here.frame.locking.lock()
    assert not dialog.isVisible()
    _open(here)
    assert dialog.isVisible()
    dialog.close()


def test_a_signature_that_was_asked_for_waits_behind_the_lock(here: Walk, hand: Hand) -> None:
    customer = here.sample.id
    hand.moment += timedelta(minutes=6)
    here.frame.host.runner.command(here.services.holds.stop, customer, "as asked", OFFICER)
    here.rest()
    here.frame.locking.lock()
    dialog = here.frame.signature.dialog  # type: ignore[union-attr]
    assert dialog is not None and not dialog.isVisible()
    _open(here)
    assert dialog.isVisible() and not here.services.holds.of_customer(customer)
    dialog.password.line.setText(SECRET)
    dialog.enter.click()
    here.rest()
    assert here.services.holds.of_customer(customer)


def test_another_officer_signs_in_instead_and_the_first_is_signed_out(here: Walk) -> None:
    here.frame.locking.lock()
    _open(here, name=SECOND)
    assert here.frame.host.officer == SECOND and not here.frame.locking.locked
    assert here.services.officers.asks_password(OFFICER)


def test_who_has_no_password_is_not_locked_out(here: Walk, hand: Hand) -> None:
    here.services.officers.add("officer 3", here.services.officers.get(OFFICER).role, OFFICER)  # type: ignore[union-attr]
    here.frame.host.set_officer("officer 3", (OFFICER, SECOND, "officer 3"))
    hand.moment += timedelta(hours=3)
    here.frame.locking.check()
    assert not here.frame.locking.locked
    assert not here.frame.actions_.entry("app.lock").possible


@pytest.mark.slow
def test_no_minutes_are_no_lock_but_by_hand(here: Walk, hand: Hand) -> None:
    here.frame.host.runner.command(here.services.settings.set, LOCK, "0", OFFICER)
    here.rest()
    hand.moment += timedelta(hours=3)
    here.frame.locking.check()
    assert not here.frame.locking.locked
    here.frame.actions_.run("app.lock")
    assert here.frame.locking.locked


def test_a_signature_asks_for_the_password_and_is_done_then(here: Walk, hand: Hand) -> None:
    customer = here.sample.id
    hand.moment += timedelta(minutes=6)
    here.frame.host.runner.command(here.services.holds.stop, customer, "as asked", OFFICER)
    here.rest()
    dialog = here.frame.signature.dialog  # type: ignore[union-attr]
    assert dialog is not None and dialog.name == OFFICER and not here.services.holds.of_customer(customer)
    dialog.password.line.setText(SECRET)
    dialog.enter.click()
    here.rest()
    assert here.services.holds.of_customer(customer) and here.frame.signature.dialog is None  # type: ignore[union-attr]


def test_the_second_officer_approves_with_the_own_password(here: Walk, hand: Hand) -> None:
    services = here.services
    desk = Desk.filled(services, name="Amber Tools", identifiers=(), owner="seller 1", officer=OFFICER)
    services.grading.propose(desk.case.id, OFFICER, grounds=("statements",))
    here.switch(SECOND)
    screen = here.go("approval", desk.case.id)
    hand.moment += timedelta(minutes=6)
    screen.decision.approve.click()
    here.rest()
    dialog = here.frame.signature.dialog  # type: ignore[union-attr]
    assert dialog is not None and dialog.name == SECOND and services.grading.in_force(desk.customer.id) is None
    dialog.password.line.setText("wrong 12345")
    dialog.enter.click()
    here.rest()
    assert dialog.password.has_error() and services.grading.in_force(desk.customer.id) is None
    hand.moment += timedelta(minutes=1)
    dialog.password.line.setText(SECRET)
    dialog.enter.click()
    here.rest()
    assert services.grading.changes(desk.customer.id)[0].approved_by == SECOND
    assert screen.model.matter.change is not None, "the page goes on as if nothing had been asked"


@pytest.mark.slow
def test_a_signature_that_is_given_up_says_why_and_writes_nothing(here: Walk, hand: Hand) -> None:
    customer = here.sample.id
    hand.moment += timedelta(minutes=6)
    here.frame.host.runner.command(here.services.holds.stop, customer, "as asked", OFFICER)
    here.rest()
    here.frame.signature.dialog.cancel.click()  # type: ignore[union-attr]
    here.rest()
    assert not here.services.holds.of_customer(customer)
    assert here.window.ui.t("officer.sign_again", name=OFFICER) in here.frame.page.banner.text  # type: ignore[union-attr]


def test_a_program_that_starts_with_a_password_shows_nothing_before_it_was_given(
    open_window: Callable[..., Window], tmp_path: Path, qtbot: Any
) -> None:
    def open_store() -> Opened:
        store, services = make_services(tmp_path / "locked", sample=False)
        for one in services.officers.all():
            services.officers.set_password(one.id, SECRET, one.name)
            services.officers.sign_out(one.name)
        return Opened(services, "x", False, lambda: "1", OFFICER, (OFFICER, SECOND), store.close, asks_password=True)

    here = Walk(open_window(SCREENS, open_store=open_store, first="customers"), qtbot)
    assert not here.frame.rail.isVisible(), "not for a moment"
    here.rest()
    assert here.frame.locking.locked and not here.frame.rail.isVisible()
    _open(here)
    assert not here.services.officers.asks_password(OFFICER) and here.frame.rail.isVisible()


def test_where_somebody_has_no_password_the_start_asks_and_can_be_given_up(here: Walk) -> None:
    here.services.officers.add("officer 3", here.services.officers.get(OFFICER).role, OFFICER)  # type: ignore[union-attr]
    here.services.officers.sign_out(OFFICER)
    here.frame.locking.begin()
    here.rest()
    assert not here.frame.locking.locked
    dialog = here.frame._switch.dialog  # type: ignore[union-attr]
    assert dialog is not None and dialog.isVisible() and here.frame.rail.isVisible()
    dialog.cancel.click()
