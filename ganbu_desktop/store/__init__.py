"""The encrypted data file: engine, keys, records, operations, backup. Knows no cadre and no Qt."""
