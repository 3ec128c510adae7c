"""The rights that the verbs of the paper room ask for, each spelled once."""

EXPORT = "cadres.export"
PRINT = "cadres.print"
