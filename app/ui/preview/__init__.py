"""Preview and printing of PDF documents: screen, file and paper show the same pages."""

from app.ui.preview.view import PdfPreview

__all__ = ["PdfPreview"]
