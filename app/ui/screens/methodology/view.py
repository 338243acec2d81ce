"""The methodology screen: what is open at the top, five views of it below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.actions import Action
from app.ui.forms.choice_box import ChoiceBox
from app.ui.frame.screen import Screen
from app.ui.screens.methodology.compare import ComparePane, source_names
from app.ui.screens.methodology.detail import DetailPane
from app.ui.screens.methodology.model import MethodologyModel
from app.ui.screens.methodology.publish import PublishPane
from app.ui.screens.methodology.tree import PageTree
from app.ui.screens.methodology.versions import VersionsPane
from app.ui.screens.methodology.what_if import WhatIfPane
from app.ui.widgets.badge import Badge
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.methodology.editing import Taken
    from app.services.methodology.tree import Path
    from app.services.methodology.words import Words
    from app.ui.frame.host import ScreenHost

TABS = ("browse", "compare", "what_if", "versions", "publish")
_TREE, _TREE_SHARE = 300, 28


class MethodologyScreen(Screen):
    """Browsing and editing share one page; a draft adds trying and publishing."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.model = MethodologyModel(self._services, host.runner, host.autosave, self._officer, self)
        self._words: Words | None = None
        self._taken: Taken | None = None
        self.title.set_key("ui.nav.methodology")
        self.badge = Badge(ui)
        self.title.add_badge(self.badge)
        self.source = ChoiceBox(ui, "ui.methodology.shown", choices=self._sources, empty_key=None)
        self.source.setMinimumWidth(300)
        self.source.setProperty("noDraft", True)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for name in TABS:
            self.tabs.addTab(ui.t(f"ui.methodology.tab.{name}"))
        self.pages = PageTree(ui)
        self.detail = DetailPane(ui, self.model, self.pages.tree)
        self.compare = ComparePane(host, self.model)
        self.what_if = WhatIfPane(host, self.model)
        self.versions = VersionsPane(host, self.model)
        self.publish = PublishPane(host, self.model)
        self._add_actions()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _services(self) -> Any:
        return self.host.services

    def _officer(self) -> str:
        return self.host.officer

    def _add_actions(self) -> None:
        group, here = "ui.group.methodology", "methodology"
        for action in (
            Action("methodology.new_draft", "ui.methodology.new_draft", self.new_draft, "Ctrl+Shift+D", "edit", group,
                   self._has_version, here),
            Action("methodology.find", "ui.methodology.find", self.search, "Ctrl+Shift+G", "search", group, None, here),
            Action("methodology.next_fault", "ui.methodology.next_fault", self.next_fault, "F7", "warning", group,
                   self._has_faults, here),
            Action("methodology.publish", "ui.methodology.to_publish", self.to_publish, "Ctrl+Shift+U", "check", group,
                   self._is_draft, here),
        ):  # fmt: skip
            self.host.actions.add(action)
        self.to_fault = self.host.actions.button("methodology.next_fault", "ghost")
        self.begin = self.host.actions.button("methodology.new_draft")
        self.go_publish = self.host.actions.button("methodology.publish", "primary")
        for button in (self.to_fault, self.begin, self.go_publish):
            self.title.add_button(button)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label(self.ui, "ui.methodology.shown", role="muted", wrap=False))
        head.addWidget(self.source)
        head.addSpacing(14)
        head.addWidget(self.tabs, 1)
        self.body.setSpacing(10)
        self.body.addLayout(head)
        browse = QWidget()
        row = QHBoxLayout(browse)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self.ui.theme_changed.connect(self._fit_pages)
        row.addWidget(self.pages)
        row.addWidget(self.detail, 1)
        self.stack = QStackedWidget()
        for page in (browse, self.compare, self.what_if, self._scrolled(self.versions), self._scrolled(self.publish)):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list gives way to the page where there is little room."""
        super().resizeEvent(event)
        self._fit_pages()

    def _fit_pages(self) -> None:
        self.pages.setFixedWidth(min(self.ui.px(_TREE), max(_TREE, self.width() * _TREE_SHARE // 100)))

    def _scrolled(self, content: QWidget) -> QWidget:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QScrollArea

        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setObjectName("pageBody")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(content)
        area.setWidget(holder)
        return area

    def _connect(self) -> None:
        self.source.edited.connect(self._opened_by_hand)
        self.tabs.currentChanged.connect(self._turned)
        self.pages.chosen.connect(self._chosen)
        self.detail.asked.connect(self.show_path)
        self.detail.taken.connect(self._item_taken)
        self.versions.asked.connect(self.open)
        self.publish.asked.connect(self._to_fault)
        self.publish.published.connect(self._published)
        self.what_if.asked.connect(self._to_customer)
        self.model.listed.connect(self._listed)
        self.model.opened.connect(self._was_opened)
        self.model.edited.connect(self._edited)
        self.model.checked.connect(self._checked)

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the lists; ``argument`` may be a path such as ("items", "A04") to open at."""
        if isinstance(argument, tuple):
            self._wanted = argument
        self.model.read()

    def leave(self) -> bool:
        self.what_if.stop()
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if "methodology" in flags:
            self.model.read()

    def retranslate(self) -> None:
        for number, name in enumerate(TABS):
            self.tabs.setTabText(number, self.ui.t(f"ui.methodology.tab.{name}"))
        self.tabs.setAccessibleName(self.ui.t("ui.methodology.views"))
        if self.model.m is not None:
            self._rename()
            self._fill()
            self.detail.retranslate(self._known_words())
            if self.model.is_draft:
                self.publish.show_open(self._known_words())

    # --- opening -----------------------------------------------------------------------------------------------------

    _wanted: tuple[str, ...] = ()

    def _sources(self) -> list[tuple[Any, str]]:
        return source_names(self.host, self.model)

    def _listed(self) -> None:
        self.source.set_choices(self._sources)
        used = next((one for one in self.model.lists.versions if one.in_use), None) if self.model.lists is not None else None
        if used is not None:
            self.host.set_methodology(used.version)
        if self.model.source is not None:
            self.source.set_value(self.model.source)

    def _opened_by_hand(self, source: object) -> None:
        if isinstance(source, tuple) and source != self.model.source:
            self.host.save_now()
            self.model.open(source)

    def open(self, source: object) -> None:
        """Open a version or draft of the list."""
        if isinstance(source, tuple):
            self.tabs.setCurrentIndex(0)
            self._opened_by_hand(source)

    def _was_opened(self) -> None:
        if self.model.source is not None:
            self.source.set_value(self.model.source)
        self._rename()
        self._fill()
        path = self._wanted or self.pages.current() or ("overview",)
        self._wanted = ()
        if not self.pages.choose(path):
            path = ("overview",)
            self.pages.choose(path)
        self.detail.show_page(path, self._known_words())
        for number in (2, 4):
            self.tabs.setTabVisible(number, self.model.is_draft)
        self._turned(self.tabs.currentIndex())
        self.host.actions.refresh()

    def _rename(self) -> None:
        from app.services.methodology.words import Words

        assert self.model.m is not None
        self._words = Words(self.ui.texts, self.model.m)
        version = self.model.version(self.model.base_hash)
        self.go_publish.setVisible(self.model.is_draft)
        self.to_fault.setVisible(self.model.is_draft)
        self.begin.setVisible(not self.model.is_draft)
        if self.model.is_draft:
            self.badge.set_key("ui.methodology.draft_badge", "warning")
        elif version is not None:
            key, kind = ("ui.methodology.in_use", "good") if version.in_use else ("ui.methodology.not_in_use", "plain")
            self.badge.set_key(key, kind)

    def _known_words(self) -> Words:
        assert self._words is not None
        return self._words

    def _fill(self) -> None:
        from app.services.methodology.pages import outline

        assert self.model.m is not None
        self.pages.fill(self.model.m, outline(self.model.m), self._known_words())
        self._marks()

    # --- turning pages -----------------------------------------------------------------------------------------------

    def _turned(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        if self.model.m is None:
            return
        if TABS[tab] == "compare":
            self.compare.show_open()
        elif TABS[tab] == "what_if":
            self.what_if.show_open()
        elif TABS[tab] == "publish":
            self.publish.show_open(self._known_words())

    def _chosen(self, path: Path) -> None:
        self.detail.show_page(path, self._known_words())

    def show_path(self, path: object) -> None:
        """Show the page on which ``path`` stands."""
        from app.services.methodology.pages import page_of

        if isinstance(path, tuple) and path:
            self.tabs.setCurrentIndex(0)
            if "item_weights" in path:
                path = ("items", path[-1])
            elif len(path) > 1 and path[0] == "cards" and self.detail.path == path[:2]:
                return
            self.pages.choose(page_of(path))

    # --- a draft -----------------------------------------------------------------------------------------------------

    def _has_version(self) -> bool:
        return self.model.m is not None

    def _is_draft(self) -> bool:
        return self.model.is_draft

    def _has_faults(self) -> bool:
        return bool(self.model.problems)

    def new_draft(self) -> None:
        """Begin a draft of the next version."""
        version = self.model.version(self.model.base_hash)
        name = self.ui.t("ui.methodology.new_name", version=version.version if version is not None else "")
        self.model.start(name, self._begun)

    def _begun(self, changed: Any) -> None:
        self.model.show_new(changed)
        self.host.toast("ui.methodology.begun_toast")

    def search(self) -> None:
        """Into the search of the pages."""
        self.tabs.setCurrentIndex(0)
        self.pages.search.setFocus()

    def to_publish(self) -> None:
        self.tabs.setCurrentIndex(TABS.index("publish"))
        self.publish.version.setFocus()

    def next_fault(self) -> None:
        """To the page of the next fault after the one that is shown."""
        from app.services.methodology.pages import page_of

        pages = list(dict.fromkeys(page_of(path) for path in self.model.places if path))
        if pages:
            at = pages.index(self.detail.path) + 1 if self.detail.path in pages else 0
            self.show_path(pages[at % len(pages)])

    def _edited(self, path: Path) -> None:
        self._rename()
        if not path or (len(path) > 2 and path[-1] in ("en", "zh", "ru")):
            self._fill()
        self.detail.refresh(self._known_words())

    def _checked(self) -> None:
        self._marks()
        self.host.actions.refresh()

    def _marks(self) -> None:
        from app.services.methodology.pages import page_of

        changed = {page_of(one.path) for one in self.model.differences}
        wrong = {page_of(path) for path in self.model.places}
        self.pages.mark(changed, wrong)

    def _item_taken(self, taken: Taken) -> None:
        self._taken = taken
        self.host.toast("ui.methodology.item_removed", "ui.methodology.put_back", self._put_back, name=taken.path[1])

    def _put_back(self) -> None:
        from app.services.methodology.editing import put_back

        if self._taken is not None and self.model.m is not None and self.model.is_draft:
            self.model.replace(put_back(self.model.m, self._taken))
            self._taken = None

    def _to_fault(self, number: int) -> None:
        self.show_path(self.publish.place_of(number))

    def _published(self, content_hash: str) -> None:
        self.host.toast("ui.methodology.published_toast")
        self.tabs.setCurrentIndex(TABS.index("versions"))
        self.model.open(("version", content_hash))
        self.model.read()

    def _to_customer(self, customer_id: int) -> None:
        self.host.go("customer", customer_id)
