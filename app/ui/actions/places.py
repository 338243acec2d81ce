"""Where an action stands in the menus of the window, and what it waits for."""

from __future__ import annotations

MENUS = ("file", "edit", "go", "customer", "case", "setup", "view", "help")
"""The menus of the window, in their order; the text of each is ``ui.menu.<name>``."""

_OF_GROUP = {
    "general": "file", "documents": "file", "edit": "edit", "search": "go", "go": "go", "today": "go",
    "customers": "customer", "customer": "customer",
    "cases": "case", "case": "case", "statements": "case", "score": "case", "approval": "case",
    "methodology": "setup", "officers": "setup", "settings": "setup", "welcome": "help", "setup": "setup",
    "view": "view", "help": "help", "language": "view",
}  # fmt: skip
_NEEDED = {"customer": "ui.why.customer", "statements": "ui.why.customer"}


def menu_of(group_key: str) -> str:
    """The menu in which a group of actions stands."""
    return _OF_GROUP.get(group_key.rsplit(".", 1)[-1], "file")


def needed_for(screen: str) -> str:
    """What must be open before the actions of a screen are possible, as a key of the catalogue."""
    return _NEEDED.get(screen, "ui.why.case")
