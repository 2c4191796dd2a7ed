"""Where do the facts of a need and of an offer meet, and where do they clash? Aspect by aspect, for many pairs."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from kakehashi.engines.matching.facts.fact import Aspect
from kakehashi.engines.matching.facts.table import FactTable, Flags, Floats

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FactWeights:
    """What each comparison adds to the logistic model of a score.

    Facts that clash take away; facts that meet add nothing, because near-misses repeat the words of a need more
    faithfully than fitting offers do. Rounded from a logistic fit on the tuned deals (the fit against each near-miss
    and against offers of other deals), then raised together as far as the development deals did not suffer.
    """

    same_role: float = -10.0
    process_clash: float = -1.0
    material_clash: float = -2.0
    kind_clash: float = -4.0
    condition_clash: float = -4.0
    not_new: float = -5.5
    certificate_other: float = -6.0
    least_too_large: float = -9.0
    most_too_small: float = -5.0
    amount_far: float = -0.5
    place_elsewhere: float = -3.0
    place_limited: float = -3.0
    domestic_only: float = -7.0
    denied: float = -8.0
    machine_for_goods: float = -7.0
    goods_for_machine: float = -2.0
    form_unasked: float = -4.0
    raw_for_goods: float = -2.0
    rental_or_sale: float = -4.5


COMPARISONS = tuple(field.name for field in fields(FactWeights))


class _Pairs:
    """The comparisons of some needs with some offers, each a table of flags (needs, offers)."""

    def __init__(self, table: FactTable, needs: Places, offers: Places) -> None:
        self.table, self.needs, self.offers = table, needs, offers

    def both(self, of_needs: Flags, of_offers: Flags) -> Flags:
        flags: Flags = of_needs[self.needs][:, None] & of_offers[self.offers][None]
        return flags

    def related(self, aspect: Aspect) -> tuple[Flags, Flags, Flags]:
        """Return where both speak of the aspect, where one value is the other's kind, where roots are shared."""
        sets = self.table.sets[aspect]
        n, o = self.needs, self.offers
        met = (sets.stated[n] @ sets.implied[o].T + sets.implied[n] @ sets.stated[o].T).toarray() > 0
        kin = (sets.roots[n] @ sets.roots[o].T).toarray() > 0
        return self.both(sets.any, sets.any), met, kin

    def amounts(self) -> tuple[Flags, Flags, Flags]:
        """Return where the offer's least is too large, its most too small, and amounts are an order apart."""
        t, shape = self.table, (len(self.needs), len(self.offers))
        large, small, far = (np.zeros(shape, dtype=bool) for _ in range(3))
        for k in range(t.low.shape[1]):
            low, high = t.low[self.needs, k][:, None], t.high[self.needs, k][:, None]
            large |= t.least[self.offers, k][None] > 1.5 * high
            small |= t.most[self.offers, k][None] < 0.7 * low
            far |= (t.high[self.offers, k][None] * 8 < low) | (t.low[self.offers, k][None] > 8 * high)
        small |= self.both(t.series, t.one_off_only)
        return large, small, far & ~large & ~small

    def denied(self) -> Flags:
        """Return where one denies what the other says, or something broader or narrower."""
        t, n, o = self.table, self.needs, self.offers
        of_offer = (t.asked[n] @ t.denied[o].T).toarray() > 0
        of_need = (t.denied[n] @ t.asked[o].T).toarray() > 0
        flags: Flags = of_offer | of_need
        return flags

    def conditions(self) -> tuple[Flags, Flags]:
        """Return where conditions of one group differ, and where what is not new is offered unasked."""
        sets = self.table.sets["condition"]
        n, o = self.needs, self.offers
        same = (sets.stated[n] @ sets.stated[o].T).toarray() > 0
        group = (sets.roots[n] @ sets.roots[o].T).toarray() > 0
        return group & ~same, self.both(~self.table.not_new, self.table.not_new)

    def forms(self) -> tuple[Flags, Flags, Flags]:
        """Return where a machine is offered for goods, goods for a machine, another form that nobody asked for."""
        head = self.table.head
        sets = self.table.sets["form"]
        shared = (sets.stated[self.needs] @ sets.stated[self.offers].T).toarray() > 0
        machine = self.both(head != 2, head == 2)
        goods = self.both(head == 2, (head == 1) | (head == 3))
        other = self.both(head != 3, head == 3) & ~shared
        return machine, goods, other


def compare_facts(table: FactTable, needs: Places, offers: Places) -> dict[str, Flags]:
    """Return for each comparison where it holds, shape (needs, offers)."""
    pairs = _Pairs(table, needs, offers)
    found: dict[str, Flags] = {}
    role = table.role.astype(np.int64)
    found["same_role"] = role[needs][:, None] * role[offers][None] > 0
    both, met, kin = pairs.related("process")
    found["process_clash"] = both & ~met & ~kin
    both, met, _ = pairs.related("material")
    found["material_clash"] = both & ~met
    both, met, kin = pairs.related("kind")
    found["kind_clash"] = both & ~met & kin
    found["condition_clash"], found["not_new"] = pairs.conditions()
    both, held, _ = pairs.related("certificate")
    found["certificate_other"] = both & ~held
    found["least_too_large"], found["most_too_small"], found["amount_far"] = pairs.amounts()
    both, met, kin = pairs.related("place")
    found["place_elsewhere"] = both & ~met & kin  # another region of one country; another country is what trade is
    limited = np.broadcast_to(table.place_limited[offers][None], met.shape)
    found["place_limited"] = limited & ~met
    found["domestic_only"] = pairs.both(~table.domestic, table.domestic)
    found["denied"] = pairs.denied()
    found["machine_for_goods"], found["goods_for_machine"], found["form_unasked"] = pairs.forms()
    found["raw_for_goods"] = pairs.both(~table.raw, table.raw)
    found["rental_or_sale"] = pairs.both(table.rental, ~table.rental & (table.head > 0)) | pairs.both(
        ~table.rental, table.rental
    )
    return found


def weigh_facts(table: FactTable, needs: Places, offers: Places, weights: FactWeights) -> Floats:
    """Return what the facts add to the logistic model, shape (needs, offers)."""
    total: Floats = np.zeros((len(needs), len(offers)))
    for name, flags in compare_facts(table, needs, offers).items():
        total += getattr(weights, name) * flags
    return total
