"""The papers besides dossier and change form: memo, letter, notices, checklists, orders, grade list, calendar.

``make`` makes any of them by its key; ``KINDS`` says which there are. Importing this imports neither reportlab nor services.
"""

from __future__ import annotations

from app.services.documents.papers.kinds import COMPANY, CUSTOMER, KINDS, SENT, Kind, Made, kind_of
from app.services.documents.papers.making import lacks_sender, make

__all__ = ["COMPANY", "CUSTOMER", "KINDS", "SENT", "Kind", "Made", "kind_of", "lacks_sender", "make"]
