"""What to do next, most money at risk first."""
