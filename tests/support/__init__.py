"""Judges and helpers of the tests; nothing here uses the code that it judges."""
