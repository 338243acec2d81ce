"""One repository per aggregate: tables in, frozen records out. The queries class reads, its subclass also saves."""
