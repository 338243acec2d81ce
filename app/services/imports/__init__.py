"""Files from outside: bureaus, registers, statements, ledgers."""
