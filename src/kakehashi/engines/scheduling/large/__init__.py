"""Which wishes are held at events of thousands of participants? Prices decide what, chains of moves decide when.

1. `shifts`: every interpreter gets the slots of work that the rests allow; from then on only numbers count.
2. `choose`: a linear programme over the wishes (b-matching with rows for tables and interpreters; Edmonds 1965) says
   what to hold, and its prices prove how high the score can be. A second one puts the aims before the score first.
   Where it would take too long, `prices` descends its smoothed dual (Nesterov 2005).
3. `place`: each wish chosen goes beside other meetings of its two; what finds no slot pushes others on (ejection
   chains, Glover 1996), and no chain is kept that does not make the board better.
4. `compact`, as for small events: chains of meetings change slots until few breaks are left (Kempe 1879).
"""

from .search import place_many, start_small

__all__ = ["place_many", "start_small"]
