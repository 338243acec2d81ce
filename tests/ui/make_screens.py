"""Write pictures of every place in the window, over a store with the sample company, to ``<folder>/<size>/``.

    .venv/bin/python tests/ui/make_screens.py docs/screens [--langs en,zh,ru] [--themes light,dark]
        [--sizes 1366x768,1440x900,2560x1440] [--only case,score] [--contrast today,case]

Names are ``<place>-<language>.png``, ``…-dark.png`` and ``…-contrast.png``. The places themselves are shown at every size;
what lies within or over them (tabs, panels, steps; in the first theme) and high contrast at 1440×900 only. There are up to 256
colours in a picture, chosen so that a rare one (a mark, a badge) keeps its hue.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QTabBar, QWidget

from app.ui.application import Window, make_application
from app.ui.preview.view import PdfPreview
from app.ui.screens.documents.making import KINDS
from tests.ui.looks import over, walker
from tests.ui.looks.at_scale import screen_of
from tests.ui.screens.customer.sources import bring_sources

SIZES = "1366x768,1440x900,2560x1440"
_COLOURS, _RARE = 256, 1 / 3
_WITHIN = "1440x900"
_PATIENCE_MS, _LONG_MS = 6000, 120_000
_LIST = (
    "企业名称,统一社会信用代码,注册资本（万元）,成立日期,法定代表人,参保人数,外部评级,风险条数",
    "远航机械有限公司,91350100M000100Y43,500,03/04/2001,甲,52,BBB-,17",
    "东海贸易有限公司,91110000802100433X,300,05/06/2011,乙,18,AA,2",
)
"""The code in the second row has a wrong check digit; the days can be read in two ways."""
_ONCE = ("checklist", "company", "memo", "filled", "letter", "notices", "order", "grade-list", "calendar")


def places(window: Window) -> list[tuple[str, str, object]]:
    """Name of the picture, screen and argument."""
    services = window.frame.host.services
    found = [place for place in walker.places(services) if place[1] != "documents"]
    customer = services.customers.page()[0]
    done = min(head.id for head in services.cases.of_customer(customer.id))
    return [*found, *((kind.replace("_", "-"), "documents", (done, kind)) for kind in KINDS)]


def views(window: Window, only: tuple[str, ...], within: bool) -> Iterator[str]:
    """Show one place, tab or panel after another; the name of what is shown now."""
    for name, screen, argument in places(window):
        if only and name not in only or name in _ONCE and not within:
            continue
        window.frame.go(screen, argument)
        shown: Any = window.frame._screens[screen]
        settle(window, shown)
        if name == "today":  # the button in its last line comes after the first rows
            walker.wait_until(partial(_has_button, shown), _PATIENCE_MS)
            settle(window, shown)
        yield name
        if not within:
            continue
        for bar in [bar for bar in shown.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]:
            first = bar.currentIndex()
            for tab in range(bar.count()):
                if tab != first and bar.isTabVisible(tab):
                    bar.setCurrentIndex(tab)
                    settle(window, shown)
                    yield f"{name}-{tab + 1}"
            bar.setCurrentIndex(first)
        if screen == "welcome":
            for step in range(1, len(shown.steps)):
                shown._turn(step)
                walker.settle(window)
                yield f"{name}-{step + 1}"


def _has_button(today: Any) -> bool:
    return today.sample.button is not None


def opened(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """What is opened within or over a place. Last of all: it leaves drafts and messages behind."""
    yield from parts(window, only)
    yield from panels(window, only)
    yield from things_over(window, only)


def settle(window: Window, shown: Any) -> None:
    """Nothing is under way, and the pages of papers are painted."""
    walker.settle(window)
    for preview in shown.findChildren(PdfPreview):
        if preview.isVisible():
            walker.wait_until(partial(_is_painted, preview), _PATIENCE_MS)
            walker.settle(window)


def _is_painted(preview: PdfPreview) -> bool:
    pages: Any = preview._pages
    return bool(pages) and pages[0].image is not None and not preview._settle.isActive()


def parts(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """What is opened within a place: the row of filters, a paste before it is taken, a new customer, a draft."""
    go, screens = window.frame.go, window.frame._screens
    case = next(place for place in walker.places(window.frame.host.services) if place[0] == "case")
    if not only or "filters" in only:
        go("customers", None)
        walker.settle(window)
        customers: Any = screens["customers"]
        customers.filtering.show_row(True)
        walker.settle(window)
        yield "filters"
        customers.filtering.show_row(False)
    if not only or "groups" in only:
        go("customers", None)
        customers = screens["customers"]
        customers.ordering.by("grade")
        walker.settle(window)
        yield "groups"
        customers.ordering.by("")
        walker.settle(window)
    if not only or "new-customer" in only:
        go("customer", None)
        walker.settle(window)
        yield "new-customer"
    if not only or "outside" in only:
        yield from _outside(window)
    if not only or "paste" in only:
        go(*case[1:])
        walker.settle(window)
        page: Any = screens["case"]
        asked = page.model.sections[1].questions[:6]  # the first section is the request
        QGuiApplication.clipboard().setText("\n".join(f"{question.id}\t{number}" for number, question in enumerate(asked)))
        page._paste()
        walker.settle(window)
        yield "paste"
        page.pasted.ended.emit()
    if not only or "draft" in only:
        go("methodology", None)
        walker.settle(window)
        methodology: Any = screens["methodology"]
        if not window.frame.host.services.methodology_drafts.all():
            methodology.new_draft()
        walker.settle(window)
        yield "draft"
        window.frame.toast._leave()  # else it stands on all that follow
    if not only or "batch-made" in only:
        go("batch", None)
        page = screens["batch"]
        with tempfile.TemporaryDirectory() as scratch:
            page.start(scratch)
            walker.wait_until(lambda: page.progress is None, _LONG_MS)
            walker.settle(window)
            yield "batch-made"
    if not only or "import-steps" in only:
        yield from import_steps(window)


def import_steps(window: Window) -> Iterator[str]:
    """The steps of an import with a small list; taken back at the end."""
    window.frame.go("imports", None)
    page: Any = window.frame._screens["imports"]
    with tempfile.TemporaryDirectory() as scratch:
        file, broken = Path(scratch) / "企业名单_2026-11.csv", Path(scratch) / "broken.xlsx"
        file.write_text("\n".join(_LIST), encoding="utf-8")
        broken.write_bytes(b"PK\x03\x04")
        page.take([file, broken])
        for name in ("file", "table", "columns", "check", "done"):
            walker.settle(window)
            yield f"import-{name}"
            if name != "done":
                page.next()
    page.show_register()
    walker.settle(window)
    yield "import-register"
    services = window.frame.host.services
    services.imports.undo(services.imports.all()[0].id, window.frame.host.officer)
    page.model.begin_anew()
    page._leave_register()


def _outside(window: Window) -> Iterator[str]:
    """What sources say of a customer, and where one of the values comes from."""
    services = window.frame.host.services
    customer = services.customers.get(services.customers.page()[0].id)
    shown: Any = window.frame._screens.get("customer")
    if shown is not None:
        shown.pages["outside"].stale = True  # what comes next comes past the window
    window.frame.go("customer", (bring_sources(services, customer), "outside"))
    walker.settle(window)
    yield "outside"
    screen: Any = window.frame._screens["customer"]
    facts = screen.pages["outside"].facts
    facts.setCurrentIndex(facts.model().index(0, facts.model().columnCount() - 1))
    facts.activated_id.emit(facts.current_id())
    walker.settle(window)
    yield "outside-source"
    screen.source.close_panel()


def things_over(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """Lists, menus, choices, dialogs and messages, as the audit of them opens them."""
    if only and "over" not in only:
        return
    for name, _wrong, widget in over.over(window):
        if name.startswith(("palette", "tour", "dialog shortcuts", "toast", "help settings")):
            continue  # are shown by ``panels``, or with the message
        lone = widget is not window.frame and not isinstance(widget, QDialog) and (widget.isWindow() or not widget.isVisible())
        window.frame.setProperty("over", widget if lone else None)
        yield "over-" + "-".join(re.findall(r"\w+", name))
    window.frame.setProperty("over", None)


def panels(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """What opens over a screen: the palette, the help, the tour, the sheet of shortcuts."""
    actions = window.frame.host.actions
    case = next(place for place in walker.places(window.frame.host.services) if place[0] == "case")
    for name, action in (("palette", "app.palette"), ("help", "app.help"), ("tour", "app.tour"), ("shortcuts", "app.shortcuts")):
        if only and name not in only or action not in {one.id for one in actions.all()}:
            continue
        window.frame.go(*case[1:])
        walker.settle(window)
        actions.qaction(action).trigger()
        walker.settle(window)
        yield name
        close(window, name)
        walker.settle(window)


def close(window: Window, name: str) -> None:
    """Shut what ``panels`` opened."""
    if name == "tour" and window._steps is not None and window._steps.tour is not None:
        window._steps.tour.close_tour()
        return
    for dialog in window.frame.findChildren(QDialog):
        dialog.close()
    for panel in window.frame.findChildren(QWidget):
        end: Any = getattr(panel, "close_up", None)
        if end is not None and panel.isVisible():
            end()


def picture(window: Window) -> bytes:
    """The window, and the dialog that is open over it, as a small PNG."""
    from PIL import Image

    frame = window.frame
    image = QImage(frame.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    frame.render(painter, QPoint(0, 0))
    for dialog in frame.findChildren(QDialog):
        if dialog.isVisible():
            corner = QPoint((frame.width() - dialog.width()) // 2, (frame.height() - dialog.height()) // 2)
            painter.fillRect(frame.rect(), QColor(0, 0, 0, 70))
            dialog.render(painter, corner)
            painter.setPen(QColor(128, 128, 128))  # the frame that the desktop draws
            painter.drawRect(QRect(corner, dialog.size()).adjusted(-1, -1, 0, 0))
    over: Any = frame.property("over")
    if over is not None:
        shown: QPoint = frame.mapFromGlobal(over.pos()) if over.isVisible() else QPoint(frame.width() - over.width() - 12, 52)
        over.render(painter, shown)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]
    whole = Image.open(BytesIO(buffer.data().data())).convert("RGB")
    out = BytesIO()
    whole.quantize(palette=_palette(whole), dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette(whole: Any) -> Any:
    """The colours of a picture, rare ones counted for more than their share."""
    from PIL import Image

    found: list[tuple[int, tuple[int, int, int]]] = whole.getcolors(1 << 24)
    told = b"".join(bytes(colour) * max(1, round(count**_RARE)) for count, colour in found)
    return Image.frombytes("RGB", (len(told) // 3, 1), told).quantize(_COLOURS, kmeans=1)


def keep(window: Window, file: Path) -> None:
    """Write the picture and say so."""
    window.frame.top.leave_skip()  # the offscreen desktop gives it the focus when a menu is closed
    QApplication.sendPostedEvents()
    file.write_bytes(picture(window))
    print(file, file.stat().st_size // 1024, "KiB")


def main() -> None:
    """Make the pictures that the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--langs", default="en,zh,ru")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--only", default="")
    parser.add_argument("--contrast", default="today,customers,customer,case,score,settings")
    args = parser.parse_args()
    only, contrast = tuple(filter(None, args.only.split(","))), tuple(filter(None, args.contrast.split(",")))
    with tempfile.TemporaryDirectory() as scratch:
        make_application(["zixin", "-platform", f"offscreen:configfile={screen_of(Path(scratch), 2560, 1440)}"])
        for lang in args.langs.split(","):
            window = walker.open_window(Path(scratch) / lang, lang)
            window.frame.activateWindow()
            for size in args.sizes.split(","):
                folder = args.out / size
                folder.mkdir(parents=True, exist_ok=True)
                width, height = (int(part) for part in size.split("x"))
                window.frame.resize(width, height)
                here, first = size == _WITHIN, args.themes.split(",")[0]
                for theme in (*args.themes.split(","), *(["contrast"] if here else [])):
                    wanted = only if theme != "contrast" else tuple(name for name in contrast if not only or name in only)
                    if theme == "contrast" and not wanted:
                        continue
                    window.ui.switch_theme(theme)
                    for name in views(window, wanted, here and theme == first):
                        keep(window, folder / f"{name}-{lang}{'' if theme == 'light' else f'-{theme}'}.png")
            if _WITHIN in args.sizes.split(","):
                window.frame.resize(*(int(part) for part in _WITHIN.split("x")))
                window.ui.switch_theme("light")
                for name in opened(window, only):
                    keep(window, args.out / _WITHIN / f"{name}-{lang}.png")
            walker.close_window(window)


if __name__ == "__main__":
    main()
