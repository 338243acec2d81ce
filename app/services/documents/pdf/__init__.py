"""The papers as PDF: reportlab and the bundled font. Imported only when a paper is made."""
