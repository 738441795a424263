"""What counts, once: hints in the names of files, revisions, fingerprints, double counting, the hierarchy of units. Pure."""
