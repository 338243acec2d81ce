"""The window. Its classes are made after this line, so that errors in what they override of Qt's are told and end nothing."""

from app.ui.runtime.overrides import make_errors_whole

make_errors_whole()
