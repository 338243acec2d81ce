"""The grade-change log: looking through it, writing it to a file, correcting what an entry says."""
