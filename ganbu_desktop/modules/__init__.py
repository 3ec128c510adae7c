"""One room for each mission module; no module imports another."""
