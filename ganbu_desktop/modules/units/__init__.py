"""机构与单位: the tree of units that cadres serve in."""
