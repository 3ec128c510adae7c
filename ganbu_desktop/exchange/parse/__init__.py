"""What runs inside the worker process: bytes from outside become plain rows. Nothing here is called by the window."""
