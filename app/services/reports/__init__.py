"""Reports ordered from outside agencies: late ones, their cost, and none bought twice in half a year."""
