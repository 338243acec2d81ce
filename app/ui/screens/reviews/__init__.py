"""Reviews: the calendar, absences, overrides."""
