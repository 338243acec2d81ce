"""What waits to be done, most money at risk first, and the list of investigations."""
