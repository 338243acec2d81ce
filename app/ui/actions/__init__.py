"""One registry of actions: menus, buttons, the shortcut sheet and the tests read it."""

from app.ui.actions.registry import Action, ActionRegistry, Entry

__all__ = ["Action", "ActionRegistry", "Entry"]
