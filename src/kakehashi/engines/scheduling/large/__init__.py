"""Which wishes are held at events of thousands of participants? Prices decide what, chains of moves decide when."""

from .search import place_many

__all__ = ["place_many"]
