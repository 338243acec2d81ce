"""Files kept with cases: which may be kept, all of a customer at a glance, adding several at once, taking one out."""
