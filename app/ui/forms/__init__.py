"""Editors that can be empty, that say what is wrong at their place, and that never lose what was typed."""

from app.ui.forms.base import Field, commit_pending_edit
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.step_scale import StepScale
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit

__all__ = [
    "ChoiceBox",
    "DateEdit",
    "DecimalEdit",
    "Field",
    "FormGrid",
    "LineEdit",
    "StepScale",
    "TextEdit",
    "YesNoEdit",
    "commit_pending_edit",
]
