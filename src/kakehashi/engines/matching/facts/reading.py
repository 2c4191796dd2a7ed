"""Which facts does a text state? Reads role, process, material, condition, form, certificate, scale and place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kakehashi.engines.language import Language
from kakehashi.engines.language.scripts import CJK
from kakehashi.engines.matching.facts.amounts import read_amounts
from kakehashi.engines.matching.facts.clauses import Clauses
from kakehashi.engines.matching.facts.fact import Aspect, Fact
from kakehashi.engines.matching.facts.patterns import Patterns
from kakehashi.engines.matching.facts.roles import AFTER_ITS_OBJECT, read_roles
from kakehashi.engines.matching.terms import Mention, TermBase

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2,}[- ]?\d[\w.-]*|[A-Z]\d[\w-]*|[A-Z]{2,}[A-Z0-9]*|\d+\.\d+(?!\d))(?![a-z])", re.ASCII
)
_VERBS = ("role:sell", "role:seek", "role:buy", "role:import")
_PARTIES = ("supplier", "manufacturer", "factory", "exporter", "importer", "export", "import", "foundry")
_HEAD_REACH = 40
_FOLLOWED = re.compile(
    r"\s?(?:会社|メーカー|企業|業者|ユーザー|各社|用|向け|付き|で(?!す)|に|회사|업체|메이커|용|에|으로|로 )"
)
"""What follows a noun that tells whom or what the goods are for, or with what the work is done: "装置会社へ"."""
_LONGEST = 4000
"""Characters of a text that are read for facts; what it is about stands first."""


def _outside(cues: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Drop the cues that are part of a longer trade term: "bán" (sell) in "bán dẫn" (semiconductor)."""
    return [
        cue
        for cue in cues
        if not any(
            m.start <= cue.start and cue.end <= m.end and m.end - m.start > cue.end - cue.start for m in mentions
        )
    ]


def _of_terms(mentions: Sequence[Mention], terms: TermBase, patterns: Patterns, clauses: Clauses) -> Iterator[Fact]:
    for mention in mentions:
        concept = terms.by_key[mention.concept]
        branch = patterns.branch_of(mention.concept, terms)
        aspect: Aspect = "certificate" if concept.category == "certificates" else branch.aspect if branch else "object"
        value = branch.implies if branch and branch.implies else mention.concept
        stance = clauses.stance_of(mention.start, mention.end)
        yield Fact(aspect, value, mention.start, mention.end, mention.phrase, stance)


def _of_cues(cues: Sequence[Mention], clauses: Clauses, aspect: Aspect) -> Iterator[Fact]:
    for cue in cues:
        group, _, name = cue.concept.partition(":")
        if group == "ignore" or name == "ignore":
            continue
        value = f"{group.partition('_')[2]}:{name}" if aspect == "condition" else name or group
        yield Fact(aspect, value, cue.start, cue.end, cue.phrase, clauses.stance_of(cue.start, cue.end))


def _of_limits(cues: Sequence[Mention], clauses: Clauses) -> Iterator[Fact]:
    """Yield where a text says that it serves its own country only: expressly, or with "only" about home."""
    for cue in cues:
        only = cue.concept == "place_limit:home" and clauses.stance_of(cue.start, cue.end) == "only"
        if only or cue.concept == "place_limit:domestic":
            yield Fact("place", "domestic only", cue.start, cue.end, cue.phrase, "only")


def _heads(text: str, facts: Sequence[Fact], roles: Sequence[Mention], clauses: Clauses) -> list[Fact]:
    """Return what form the thing has that is sold or sought, if it tells: the noun next to the verb.

    The noun follows the verb; in Japanese and Korean it precedes it.
    """
    verbs = [cue for cue in roles if cue.concept in _VERBS]
    nouns = [f for f in facts if f.aspect in ("form", "object", "material", "kind") and f.value not in _PARTIES]
    nouns = [noun for noun in nouns if not _FOLLOWED.match(text, noun.end)]
    for verb in verbs:
        start, end = clauses.sentence_at(verb.start)
        near = [noun for noun in nouns if start <= noun.start < end]
        if CJK.search(verb.phrase) or verb.phrase.lower() in AFTER_ITS_OBJECT:
            near = sorted((n for n in near if 0 <= verb.start - n.end <= _HEAD_REACH), key=lambda n: -n.end)
        else:
            near = sorted((n for n in near if 0 <= n.start - verb.end <= _HEAD_REACH), key=lambda n: n.start)
        if near:
            noun = near[0]
            value = noun.value if noun.aspect == "form" else "goods"
            return [Fact("head", value, noun.start, noun.end, noun.phrase)]
    return []


def _codes(text: str, clauses: Clauses) -> Iterator[Fact]:
    for match in _CODE.finditer(text):
        value = re.sub(r"[- ]", "", match.group()).casefold()
        yield Fact("code", value, *match.span(), match.group(), clauses.stance_of(*match.span()))


def read_facts(
    text: str, language: Language | None, mentions: Sequence[Mention], terms: TermBase, patterns: Patterns
) -> tuple[Fact, ...]:
    """Return the facts that `text` states, in order of place.

    `mentions` are the trade terms found in it (`terms.find`). Only the first 4,000 characters are read.
    """
    text = text[:_LONGEST]
    mentions = [mention for mention in mentions if mention.end <= len(text)]
    found = {name: list(base.find(text, language)) for name, base in patterns.cues.items()}
    denials = [cue for cue in found["stances"] if not cue.concept.endswith("ignore")]
    denials = _outside(denials, found["conditions"])  # "chưa rang" (unroasted) is a condition and denies nothing
    clauses = Clauses.of(text, denials, found["limits"])
    facts = read_roles(text, _outside(found["roles"], mentions), clauses)
    facts += _of_terms(mentions, terms, patterns, clauses)
    facts += _of_cues(found["conditions"], clauses, "condition")
    facts += _of_cues(_outside(found["forms"], mentions), clauses, "form")
    scales = found["scales"]
    facts += _of_cues([cue for cue in scales if cue.concept.startswith("scale:")], clauses, "scale")
    facts += read_amounts(text, scales)
    places = [cue for cue in patterns.regions.find(text, language) if not cue.phrase.islower()]
    strict = replace(clauses, limits=tuple(cue for cue in clauses.limits if cue.concept == "only:only"))
    facts += _of_cues(_outside(places, mentions), strict, "place")
    facts += _of_limits(scales, strict)
    facts += _of_cues(found["marks"], clauses, "certificate")
    facts += _heads(text, facts, _outside(found["roles"], mentions), clauses)
    facts += [Fact("denial", cue.concept, cue.start, cue.end, cue.phrase) for cue in denials]
    facts += _codes(text, clauses)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.aspect, fact.value)))
