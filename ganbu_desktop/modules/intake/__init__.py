"""Intake (导入): what units hand in is read, compared with the store, looked over and written in one step."""
