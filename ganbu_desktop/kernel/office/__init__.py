"""The open office: the store with its account, its figures and its safekeeping."""
