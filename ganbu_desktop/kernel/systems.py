"""The five systems of cadre work, as the trade itself groups its rooms: in the navigation and on a person's 时间轴."""

LEARNING, KNOWING, SELECTION, STRICT, CARE = "素质培养", "知事识人", "选拔任用", "从严管理", "正向激励"
SYSTEMS = (LEARNING, KNOWING, SELECTION, STRICT, CARE)
