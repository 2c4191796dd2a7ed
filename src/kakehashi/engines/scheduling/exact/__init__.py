"""The fewest breaks with every wish held, proven: the back end of the objective breaks."""

from .placing import place_all

__all__ = ["place_all"]
