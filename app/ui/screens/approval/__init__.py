"""From the score to a decision: terms, proposal, override, second officer."""
