"""Cases: one investigation of one customer, from opening to decision."""
