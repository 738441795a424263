"""What the text of a report claims, held against its tables and against last year's: sentences become claims with all their readings."""
