"""People over time: who served where on a day, who held which post, who was away."""
