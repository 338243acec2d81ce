"""Customers: who buys on credit, under which registration numbers."""
