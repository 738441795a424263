"""Published reports in: html, docx, pdf and xlsx become a `PublishedReport`, its tables found and read by their labels."""
