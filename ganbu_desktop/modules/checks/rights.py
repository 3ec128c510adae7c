"""The rights that the verbs of the checks room ask for, each spelled once."""

SET_CHECKS = "checks.edit"
EXPORT_CHECKS = "checks.export"
