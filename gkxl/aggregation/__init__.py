"""Adding up: totals over units, a year from its months, what the period before already says. Pure."""
