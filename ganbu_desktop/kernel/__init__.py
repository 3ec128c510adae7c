"""The records every module stands on, and their actions: joins store, paper and exchange."""
