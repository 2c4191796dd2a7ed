"""Is an accepted list of meetings placed whole, whatever its size, or what small part of it makes that impossible?

1. `refute`: counts that anyone can follow (one wish, one participant, a group, tables, interpreters, an order).
2. `clash`: what only a solver sees, cut down to the few people and meetings that matter.
3. `place`: edge colouring with availability. Participants are vertices, meetings edges, slots colours; a chain of
   two colours makes room (König 1916, Vizing 1964), evens out the slots until the tables are enough (de Werra 1971),
   and where people are absent, meetings push each other on (partial colouring with a tabu list: Blöchliger and
   Zufferey 2008).
"""

from .programme import place_whole
from .refute import count_against

__all__ = ["count_against", "place_whole"]
