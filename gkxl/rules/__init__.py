"""What can be said: findings, the catalogue of checks, and how an equation of the form becomes a finding. Pure."""
