"""What opens over the window or beside its page: palette, help, search, menus, choices, dialogs, tour, messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QListView, QMenu, QWidget

from app.ui.application import Window
from app.ui.frame import dialogs
from app.ui.screens.today.picker import CustomerPicker
from app.ui.tour import Tour
from app.ui.widgets.filter_header import FilterButton
from tests.ui.looks import audit, walker

Found = Iterator[tuple[str, list[str], QWidget]]


def over(window: Window) -> Found:
    """Name, what is wrong with its room, and the widget itself, shown while the caller looks at it."""
    window.frame.go("today", None)
    walker.settle(window)
    for part in (_palette, _search, _help, _menus, _choices, _dialogs, _tour, _messages):
        yield from part(window)
        window.frame.activateWindow()
        walker.settle(window)


def _sound(over: QWidget, window: Window) -> list[str]:
    found = audit.whole_audit(over) + audit.too_large(over, window.frame)
    lists = [one for one in over.findChildren(QListView) if one.isVisible() and one.model() is not None]
    return found + [line for one in lists for line in audit.shortened(one)]


def _palette(window: Window) -> Found:
    window.frame.commands.palette()
    walker.settle(window)
    palette: Any = window.frame.commands._palette
    for typed in ("", "zzzz", window.ui.t("ui.action.print")[:4]):
        palette.field.setText(typed)
        walker.settle(window)
        yield f"palette {typed!r}", _sound(palette, window), palette
    palette.close_up()


def _search(window: Window) -> Found:
    field = window.frame.search
    customer = window.frame.host.services.customers.page()[0]
    for typed in (customer.name[:3], "zzqq"):
        field.go()
        field.setText(typed)
        field.textEdited.emit(typed)
        walker.wait_until(partial(_answered, field, typed))
        walker.settle(window)
        assert field.results is not None
        yield f"search {typed!r}", _sound(field.results, window), field.results
    field._leave()


def _answered(field: Any, typed: str) -> bool:
    return field._asked == typed and field.results is not None and field.results.isVisible()


def _help(window: Window) -> Found:
    for screen, topic in (("today", "contents"), ("customers", "customers"), ("settings", "settings"), ("today", "item:A04")):
        window.frame.go(screen, None)
        window.frame.help.show_topic(topic)
        walker.settle(window)
        yield f"help {topic} beside {screen}", audit.whole_audit(window.frame), window.frame
    panel: Any = window.frame.help.panel
    panel.close_up()


def _menus(window: Window) -> Found:
    window.frame.commands.announce()
    main: Any = window.frame.commands._made_menu()
    main.fill()
    for menu in (main, *main.menus.values()):
        menu.ensurePolished()
        menu.adjustSize()
        yield f"menu {menu.objectName()}", audit.menu_faults(menu, window.frame.height()), menu
    window.frame.top.open_officers()
    yield from _popup("officers", window)
    window.frame.go("customers", None)
    walker.settle(window)
    customers: Any = window.frame._screens["customers"]
    customers.viewing.menu()
    walker.wait_until(lambda: QApplication.activePopupWidget() is not None)
    yield from _popup("views", window)


def _popup(name: str, window: Window) -> Found:
    popup = QApplication.activePopupWidget()
    assert popup is not None, name
    walker.settle(window)
    wrong = audit.menu_faults(popup, window.frame.height()) if isinstance(popup, QMenu) else _sound(popup, window)
    yield f"popup {name}", wrong, popup
    popup.close()


def _choices(window: Window) -> Found:
    window.frame.go("customers", None)
    walker.settle(window)
    screen: Any = window.frame._screens["customers"]
    screen.filtering.show_row(True)
    walker.settle(window)
    yield "row of filters", audit.whole_audit(window.frame), window.frame
    for key in [key for key, one in screen.table.head.filters.items() if isinstance(one, FilterButton)]:
        screen.filtering._wanted(key)
        if walker.wait_until(lambda: screen.filtering._popup is not None, 1500):
            walker.settle(window)
            popup = screen.filtering._popup
            yield f"choices of {key}", _sound(popup, window), popup
            popup.close()
    screen.filtering.show_row(False)


def _dialogs(window: Window) -> Found:
    ui, frame, host = window.ui, window.frame, window.frame.host
    name = host.services.customers.page()[0].name
    make: dict[str, Callable[[], object]] = {
        "question": lambda: dialogs.ask(ui, frame, ui.t("ui.fault.title"), f"{ui.t('ui.fault.advice')} {name}", "ui.retry",
                                        window.frame.back, True),
        "fault": lambda: dialogs.fault(ui, frame, ui.t("ui.error.unknown"), window.frame.back),
        "crash": lambda: dialogs.CrashNote(ui, frame, "14:02", "Traceback\n" * 40, f"/{'123/' * 24}1.txt").open(),
        "shortcuts": window.frame.commands.shortcuts,
        "customer": lambda: CustomerPicker(host, frame).open(),
        "name of a view": lambda: window.frame._screens["customers"].viewing.keep(),  # type: ignore[attr-defined]
    }
    for kind, call in make.items():
        call()
        walker.settle(window)
        dialog = next(one for one in frame.findChildren(QDialog) if one.isVisible())
        yield f"dialog {kind}", _sound(dialog, window), dialog
        dialog.close()
        walker.settle(window)


def _tour(window: Window) -> Found:
    window.frame.host.actions.qaction("app.tour").trigger()
    walker.settle(window)
    tour = next(one for one in window.frame.findChildren(Tour) if one.isVisible())
    for number in range(len(tour._stops)):
        tour._at = number
        tour._show()
        walker.settle(window)
        yield f"tour {tour.stop}", _sound(tour, window), tour
    tour.close_tour()


def _messages(window: Window) -> Found:
    ui, frame = window.ui, window.frame
    frame.show_banner(f"{ui.t('ui.fault.advice')} {ui.t('ui.crash.text', saved='14:02')}", "danger")
    frame.toast.show_text(ui.t("ui.crash.last_time", path="/1/2.txt"), ui.t("ui.retry"), frame.back)
    walker.settle(window)
    yield "banner and toast", audit.whole_audit(frame), frame
    yield "toast", _sound(frame.toast, window), frame.toast
    frame._screens[frame.current or ""].banner.clear()



