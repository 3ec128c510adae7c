"""干部信息库与任免审批表: the records of cadres, what units hand in, and the official forms."""
