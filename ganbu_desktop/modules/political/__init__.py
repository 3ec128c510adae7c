"""The political room: quality archives, inspections, ballots, meetings, the negative list, vetoes, rectification."""
