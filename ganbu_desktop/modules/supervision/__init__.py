"""监督: decisions in force that limit a person for a time, and when that time is over."""
