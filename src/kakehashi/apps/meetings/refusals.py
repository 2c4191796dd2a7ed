"""How does one say, in the reader's language, why an accepted list of meetings cannot be held whole?"""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.scheduling import Contradiction, Problem

_TEXTS = {
    "no_open_slot": _("%(people)s: in no slot are both available with a table and, if needed, an interpreter."),
    "most_too_low": _("%(people)s: %(wanted)s meetings are asked for, at most %(possible)s accepted."),
    "too_many_wishes": _("%(people)s: %(wanted)s meetings have only %(possible)s slots (%(slots)s)."),
    "group_too_full": _(
        "These %(count)s participants (%(people)s) have %(wanted)s meetings among them, but at most %(possible)s fit "
        "the slots they have in common (%(slots)s), as each meeting takes two of them."
    ),
    "tables_too_few": _(
        "%(wanted)s meetings can only be held in slots that have %(possible)s places at tables in all (%(slots)s)."
    ),
    "interpreters_too_few": _(
        "%(wanted)s meetings need interpreters who, with their hours and rests, can serve %(possible)s of them at most "
        "(%(interpreters)s)."
    ),
    "order_too_long": _(
        "%(wanted)s meetings have to follow one another, but only %(possible)s find a slot in that order: %(meetings)s."
    ),
    "demands_clash": _("These %(wanted)s meetings cannot all be held in slots %(slots)s: %(meetings)s."),
}

_NAMED = 12
"""Names listed at most."""


def refusal_text(problem: Problem, found: Contradiction) -> str:
    """Why the meetings named cannot all be held; slots counted from 1, people by their keys."""
    people = [problem.participants[p].key for p in found.participants]
    texts = [
        str(_TEXTS[found.kind.value])
        % {
            "count": len(people),
            "people": _listed(people),
            "slots": _listed(str(s + 1) for s in found.slots),
            "interpreters": _listed(problem.interpreters[i].key for i in found.interpreters),
            "meetings": _listed(_pair(problem, w) for w in found.wishes),
            "wanted": found.wanted,
            "possible": found.possible,
        }
    ]
    if found.kind == "demands_clash":
        texts += _demands(problem, found, people)
    return " ".join(texts)


def _demands(problem: Problem, found: Contradiction, people: list[str]) -> list[str]:
    """What stands against the meetings, one sentence each."""
    texts = []
    if people:
        texts.append(gettext("One meeting at a time is possible for: %(people)s.") % {"people": _listed(people)})
    if found.tables:
        low, high = min(found.tables), max(found.tables)
        tables = str(low) if low == high else f"{low}–{high}"
        texts.append(gettext("Tables in each of these slots: %(tables)s.") % {"tables": tables})
    if found.interpreters:
        voices = _listed(problem.interpreters[i].key for i in found.interpreters)
        texts.append(gettext("Interpreters for them: %(interpreters)s.") % {"interpreters": voices})
    if found.precedences:
        orders = _listed(f"{_pair(problem, a)} → {_pair(problem, b)}" for a, b in found.precedences)
        texts.append(gettext("Order agreed: %(orders)s.") % {"orders": orders})
    if found.fairness:
        values = {
            "people": _listed(problem.participants[p].key for p in found.fairness),
            "fairness": problem.fairness,
        }
        texts.append(gettext("Numbers of breaks may differ by %(fairness)s at most between: %(people)s.") % values)
    return texts


def _pair(problem: Problem, wish: int) -> str:
    two = problem.wishes[wish].first, problem.wishes[wish].second
    return " – ".join(problem.participants[p].key for p in two)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    if len(every) <= _NAMED:
        return ", ".join(every)
    return gettext("%(names)s and %(count)s more") % {
        "names": ", ".join(every[:_NAMED]),
        "count": len(every) - _NAMED,
    }
