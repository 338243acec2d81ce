"""Where on a sheet the tables stand: titles above, headers of one or two rows, the rows themselves, footers below."""
