"""How are firms, people, languages and reasons put into words in the exported files?

All functions write in the language that is active for translations.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext, pgettext

from kakehashi.apps.events.week import Firm, Person, TableRow, Week
from kakehashi.apps.events.wording import language_name, reason_text
from kakehashi.apps.meetings.exports.times import reader_locale
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import DECLINED, NO_WISH, NO_WISH_LEFT, NOT_ALLOWED
from kakehashi.apps.meetings.wording import unmet_text
from kakehashi.engines.language import detect, fold
from kakehashi.engines.matching.evidence import Pair, Reason
from kakehashi.engines.scheduling import Meeting

_UNSAFE = re.compile(r"[^a-z0-9]+")
SLUG_LENGTH = 40
"""Characters of a firm's name in the names of its files."""

REASONS = 3
"""Reasons that a participant reads for each meeting, the strongest first; the organiser's workbook has all."""


def marked_name(firm: Firm) -> str:
    """The firm's name in its own script; an invented firm is marked as such."""
    return gettext("%(name)s (fictitious)") % {"name": firm.name} if firm.fictitious else firm.name


def both_names(firm: Firm) -> str:
    """The firm's name in its own script and in Latin letters, marked where it is invented."""
    if not firm.latin or firm.latin == firm.name:
        return marked_name(firm)
    both = gettext("%(name)s (%(latin)s)") % {"name": firm.name, "latin": firm.latin}
    return gettext("%(name)s (fictitious)") % {"name": both} if firm.fictitious else both


def person_text(person: Person) -> str:
    """A person's name, its reading in Latin letters where it differs, and the role."""
    name = person.name
    if person.latin and person.latin != person.name:
        name = gettext("%(name)s (%(latin)s)") % {"name": person.name, "latin": person.latin}
    return gettext("%(name)s, %(role)s") % {"name": name, "role": person.role} if person.role else name


def country_name(code: str) -> str:
    """The name of a country in the reader's language; the code where it is unknown."""
    return str(reader_locale().territories.get(code.upper(), code))


def table_text(table: TableRow) -> str:
    """Hall and table in one line."""
    return (
        gettext("%(hall)s, table %(table)s") % {"hall": table.hall, "table": table.table} if table.hall else table.table
    )


def joined(items: Iterable[str]) -> str:
    """Several short items in one line."""
    return pgettext("between items of a list", ", ").join(items)


def spoken_codes(plan: Plan, meeting: Meeting) -> tuple[str, ...]:
    """The languages of a meeting: those both firms speak, else the two that the interpreter works between.

    Empty where a firm states no languages.
    """
    first, second = (plan.week.firms[place] for place in plan.pair_of(meeting))
    if meeting.interpreter is None:
        return tuple(code for code in first.languages if code in second.languages)
    pairs = plan.week.interpreters[meeting.interpreter].pairs
    wanted = ((x, y) for x in first.languages for y in second.languages)
    return next((pair for pair in wanted if frozenset(pair) in pairs), ())


def spoken_text(plan: Plan, meeting: Meeting) -> str:
    """The languages of a meeting in words."""
    names = [language_name(code) for code in spoken_codes(plan, meeting)]
    return (" ↔ " if meeting.interpreter is not None else " / ").join(names)


def unmet_sentence(reason: str, about: Mapping[str, Any]) -> str:
    """Why a wish was not met, for the organiser."""
    if reason == DECLINED:
        return gettext("The other organisation does not want this meeting.")
    if reason == NOT_ALLOWED:
        return gettext("The event arranges meetings between different sides alone.")
    return unmet_text(reason, about)


def discreet_sentence(reason: str, about: Mapping[str, Any]) -> str:
    """Why a wish was not met, for the one who asked: a refusal by the other is the organiser's to tell."""
    if reason == DECLINED:
        return gettext("The organiser could not arrange this meeting.")
    return unmet_sentence(NO_WISH if reason == NO_WISH_LEFT else reason, about)


def reasons_of(pair: Pair | None) -> tuple[Reason, ...]:
    """The different reasons behind a match, those of the best evidence first."""
    if pair is None:
        return ()
    found = dict.fromkeys(reason for evidence in pair.evidence for reason in evidence.reasons)
    return tuple(found)


def reason_sentences(pair: Pair | None) -> list[str]:
    """The reasons behind a match as sentences."""
    return list(dict.fromkeys(reason_text(asdict(reason)) for reason in reasons_of(pair)))


def text_language(week: Week, listing_key: str) -> str:
    """The language of a listing: as stated, else as its letters tell, else empty."""
    listing = week.listings[int(listing_key)]
    return listing.language or detect(listing.text) or ""


def latin_slug(firm: Firm) -> str:
    """A name for files in plain Latin letters; `participant` for a name that has none."""
    for name in (firm.latin, firm.name):
        slug = _UNSAFE.sub("-", fold(name)).strip("-")[:SLUG_LENGTH].rstrip("-")
        if slug:
            return slug
    return "participant"
