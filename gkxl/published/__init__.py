"""Published reports in: html, docx and pdf become a `PublishedReport`, its tables found and read by their labels."""
