"""From starting the program to an open office: welcome, new store, unlock, recovery (``flow.Start``)."""

SUFFIX = ".ganbu"
KINDS = f"干部管理数据文件 (*{SUFFIX})"
