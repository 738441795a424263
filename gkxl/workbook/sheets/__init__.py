"""One module for each kind of sheet: what stands on it, as a plan."""
