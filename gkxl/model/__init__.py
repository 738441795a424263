"""Values only: period, unit names, due days, figures, submissions, the roster. No files, no findings."""
