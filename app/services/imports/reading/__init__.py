"""Reading tables out of files that nobody trusts: in a process of its own, with limits, and never silently less than is there."""
