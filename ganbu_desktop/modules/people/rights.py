"""The rights that the verbs of the people room ask for, each spelled once."""

EDIT = "cadres.edit"
DELETE = "cadres.delete"
MERGE = "cadres.merge"
