"""The room of training (教育培训): plans, classes, hours, costs, and how much of each standard a cadre has met."""
