"""Cells of files from outside become values: amounts, percents, dates, codes, names. Pure functions."""
