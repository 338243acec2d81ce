"""Orders against the limit: what holds them, and who releases them."""
