"""What was done and looked at: the operation log, the access log, sealed texts."""
