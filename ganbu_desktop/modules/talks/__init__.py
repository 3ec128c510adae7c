"""The talks room (谈心谈话与家访): talks, home visits, needs, forums, moods of groups, and who is due."""
