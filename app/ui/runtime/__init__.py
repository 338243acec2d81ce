"""All concurrency and all handling of errors in one place: workers, commands and queries, autosave, crash reports."""
