"""锻炼交流: where people are sent to learn, to serve and to change places; asked before they go."""

from ganbu_desktop.kernel.row.room import Room
from ganbu_desktop.kernel.systems import LEARNING

ROOM = Room("锻炼交流", "refresh", 62, LEARNING, "锻炼交流", "派出以前听取本人意见；家庭有特殊困难的，先回应，再定。")
