"""The rights that the verbs of the cadres room ask for, each spelled once."""

EDIT = "cadres.edit"
DELETE = "cadres.delete"
IMPORT = "cadres.import"
EXPORT = "cadres.export"
PRINT = "cadres.print"
SET_CHECKS = "checks.edit"
EXPORT_CHECKS = "checks.export"
