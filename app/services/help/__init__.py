"""Help in three languages: pages of ``resources/help`` and what the methodology says of its items, ratios, caps and warnings."""
