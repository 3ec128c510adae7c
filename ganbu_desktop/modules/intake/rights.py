"""The right that the verbs of the intake room ask for."""

IMPORT = "cadres.import"
