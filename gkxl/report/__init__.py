"""The filled report: composed once, printed as Word and HTML."""
