"""The dossier as a workbook: xlsxwriter, with formulas that a reader can follow and recompute. Imported only when made."""
