"""Taking in what units hand in: read everything, show what it would change, write what the clerk accepts.

``read`` turns files into an ``Incoming``; ``plan.make_plan`` compares it with the store and writes nothing;
``apply.apply_plan`` writes what was accepted as one operation, so that one undo takes it all back.
"""
