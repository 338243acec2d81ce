"""Methodology: browse every item, weight, band and rule; edit as a draft; compare; try on the customers; publish."""
