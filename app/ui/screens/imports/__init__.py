"""Files from outside: read, understood, checked, decided, brought in, and taken back."""
