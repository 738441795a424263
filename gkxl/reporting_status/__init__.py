"""Who has reported, who has not, and what to write to them. Pure."""
