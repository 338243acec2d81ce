"""Papers of a case: preview, print, PDF and Excel."""
