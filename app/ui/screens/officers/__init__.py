"""Who works with the store, and with what authority."""
