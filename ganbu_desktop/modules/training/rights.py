"""What may be done in the training room."""

EDIT, APPROVE = "training.edit", "training.approve"
