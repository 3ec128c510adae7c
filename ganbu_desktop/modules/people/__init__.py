"""People (干部): the list, a person's page, what is kept of one, and joining two records of one person."""
