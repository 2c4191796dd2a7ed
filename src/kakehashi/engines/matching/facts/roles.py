"""Does a text seek or give? Its role in a deal, from its verbs and from whom it looks for."""

from collections.abc import Iterator, Sequence

from kakehashi.engines.language.scripts import CJK
from kakehashi.engines.matching.facts.clauses import Clauses
from kakehashi.engines.matching.facts.fact import Fact
from kakehashi.engines.matching.terms import Mention

GIVES: frozenset[str] = frozenset({"gives", "seeks customer", "seeks distributor", "invests", "sends"})
"""Roles of who has something to give: goods, work, capital, people. All others seek it."""
SEEKS: frozenset[str] = frozenset({"seeks", "distributes", "raises", "receives"})

_SOUGHT = {"party:distributor": "seeks distributor", "party:customer": "seeks customer", "party:sender": "receives"}
_VERBS = (
    (("role:buy", "role:seek"), "seeks"),
    (("role:sell", "role:give"), "gives"),
    (("role:import",), "seeks"),  # an importer who says what it does with the goods gives them
)
_SPECIAL = {
    "distribution:distributes": "distributes",
    "capital:raises": "raises",
    "capital:invests": "invests",
    "labour:sends": "sends",
    "labour:receives": "receives",
}


_LATIN_REACH, _CJK_REACH = 70, 25
AFTER_ITS_OBJECT = ("wanted", "sought", "required", "for sale", "for rent", "in stock")
"""English words that follow what is sought or sold."""


def _in(cues: Sequence[Mention], span: tuple[int, int], *names: str) -> list[Mention]:
    return [cue for cue in cues if span[0] <= cue.start < span[1] and cue.concept in names]


def _is_sought(party: Mention, seek: Mention) -> bool:
    """Tell whether a party is what a verb looks for: it follows the verb, in Japanese and Korean it precedes it."""
    if CJK.search(seek.phrase) or seek.phrase.lower() in AFTER_ITS_OBJECT:
        return 0 <= seek.start - party.end <= _CJK_REACH
    return 0 <= party.start - seek.end <= _LATIN_REACH


def _role_of_sentence(cues: Sequence[Mention], span: tuple[int, int]) -> tuple[str, Mention] | None:
    """Return the role that a sentence tells, with the word that tells it."""
    seeks = _in(cues, span, "role:seek")
    for party, role in _SOUGHT.items():
        for seek in seeks:
            if any(_is_sought(cue, seek) for cue in _in(cues, span, party)):
                return role, seek
    for names, role in _VERBS:
        if verbs := _in(cues, span, *names):
            return role, verbs[0]
    return None


def _roles(cues: Sequence[Mention], clauses: Clauses) -> Iterator[tuple[str, Mention]]:
    sought = [cue for cue in cues if clauses.denial_of(cue.start, cue.end) is None]
    for cue in sought:
        if cue.concept in _SPECIAL:
            yield _SPECIAL[cue.concept], cue
    found = [role for span in clauses.sentences if (role := _role_of_sentence(sought, span)) is not None]
    yield from sorted(found, key=lambda role: role[0] == "gives")  # who seeks in one sentence gives itself in another


def read_roles(text: str, cues: Sequence[Mention], clauses: Clauses) -> list[Fact]:
    """Return the role of a text (at most one); `cues` are the words for roles and parties found in it."""
    for role, cue in _roles(cues, clauses):
        return [Fact("role", role, cue.start, cue.end, text[cue.start : cue.end])]
    joint = next((cue for cue in cues if cue.concept == "research:joint"), None)
    return [Fact("role", "joint", joint.start, joint.end, text[joint.start : joint.end])] if joint else []
