"""Orders of all customers: any one is checked here, and those that are held are decided."""
