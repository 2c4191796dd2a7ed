"""Which words of a need and of an offer clash? The evidence for a comparison that holds between two texts."""

from collections.abc import Callable, Iterable, Sequence

from kakehashi.engines.matching.facts.fact import Aspect, Fact
from kakehashi.engines.matching.facts.patterns import Patterns
from kakehashi.engines.matching.facts.table import DOMESTIC, NOT_NEW, line_of
from kakehashi.engines.matching.terms import TermBase

Evidence = tuple[Fact | None, Fact | None]
"""The fact of the need and the fact of the offer; None where the text says nothing."""


def _first(facts: Iterable[Fact], aspect: Aspect, test: Callable[[Fact], bool] = lambda fact: True) -> Fact | None:
    return next(
        (f for f in facts if f.aspect == aspect and f.stance != "not" and f.value != DOMESTIC and test(f)), None
    )


def _conditions(need: Sequence[Fact], offer: Sequence[Fact]) -> Evidence:
    for wanted in need:
        if wanted.aspect == "condition" and wanted.stance != "not":
            group = wanted.value.partition(":")[0] + ":"
            given = _first(offer, "condition", lambda f, group=group: f.value.startswith(group))  # type: ignore[misc]
            if given is not None:
                return wanted, given
    return None, None


def _amounts(need: Sequence[Fact], offer: Sequence[Fact], bound: str) -> Evidence:
    for given in offer:
        if given.amount is not None and given.amount.bound == bound:
            same = [fact for fact in need if fact.value == given.value]
            return _first(same, "amount"), given
    return _first(need, "amount"), next((f for f in offer if f.aspect == "scale"), None)


def _denied(need: Sequence[Fact], offer: Sequence[Fact], terms: TermBase, patterns: Patterns) -> Evidence:
    line = line_of("object", terms, patterns)
    for denier, other, turned in ((offer, need, False), (need, offer, True)):
        for fact in denier:
            if fact.stance != "not":
                continue
            said = next((f for f in other if f.stance != "not" and fact.value in line(f.value)), None)
            if said is not None:
                return (fact, said) if turned else (said, fact)
    return None, None


def find_evidence(
    comparison: str, need: Sequence[Fact], offer: Sequence[Fact], terms: TermBase, patterns: Patterns
) -> Evidence:
    """Return the facts because of which `comparison` (a field of `FactWeights`) holds between two texts."""
    aspect_of: dict[str, Aspect] = {
        "same_role": "role",
        "process_clash": "process",
        "material_clash": "material",
        "kind_clash": "kind",
        "certificate_other": "certificate",
        "place_elsewhere": "place",
        "machine_for_goods": "head",
        "goods_for_machine": "head",
        "form_unasked": "head",
    }
    if comparison in aspect_of:
        return _first(need, aspect_of[comparison]), _first(offer, aspect_of[comparison])
    if comparison == "condition_clash":
        return _conditions(need, offer)
    if comparison == "raw_for_goods":
        return _first(need, "head"), _first(offer, "form", lambda fact: fact.value == "raw")
    if comparison == "rental_or_sale":
        return (
            _first(need, "form", lambda fact: fact.value == "rental") or _first(need, "head"),
            _first(offer, "form", lambda fact: fact.value == "rental") or _first(offer, "head"),
        )
    if comparison == "not_new":
        return None, _first(offer, "condition", lambda fact: fact.value in NOT_NEW)
    if comparison in ("least_too_large", "most_too_small"):
        return _amounts(need, offer, "least" if comparison == "least_too_large" else "most")
    if comparison == "domestic_only":
        return None, next((f for f in offer if f.value == DOMESTIC), None)
    if comparison == "place_limited":
        return _first(need, "place"), _first(offer, "place", lambda fact: fact.stance == "only")
    if comparison == "denied":
        return _denied(need, offer, terms, patterns)
    return None, None
