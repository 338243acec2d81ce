"""What the business is: frozen values, enumerations and state tables. Standard library only."""
