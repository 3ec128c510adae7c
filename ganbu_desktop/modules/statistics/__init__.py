"""Statistics (统计): cross tables of the people, the official tables, and what they were at each month's end."""
