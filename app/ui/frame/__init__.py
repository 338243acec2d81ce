"""The frame round the screens: rail, top bar, status bar, and how screens join."""

from app.ui.frame.screen import Screen, ScreenSpec, TitleBar

__all__ = ["Screen", "ScreenSpec", "TitleBar"]
