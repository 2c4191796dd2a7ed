"""How do templates write names, languages, places and times? Filters over `localised` and `naming`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.events.models import Event, Participant
from kakehashi.apps.events.wording import deal_label, language_name, score_text
from kakehashi.apps.market.models import Listing
from kakehashi.apps.meetings.exports.times import day_in_words
from kakehashi.apps.meetings.exports.words import joined
from kakehashi.reference.places import place_name
from kakehashi.web import localised
from kakehashi.web.naming import ShownName, full_name, language_of

register = template.Library()
register.filter("country", localised.country_name)
register.filter("language", language_name)
register.filter("number", localised.number)
register.filter("day", localised.day)
register.filter("short_day", localised.short_day)
register.filter("clock", localised.clock)
register.filter("match_score", score_text)


@register.simple_tag
def firm_name(organisation: Organisation) -> SafeString:
    """The original name in its language, the Latin one after it where there is another."""
    return written(full_name(organisation))


@register.filter
def written(name: ShownName) -> SafeString:
    """A name marked with its language where it is not the reader's."""
    original = in_language(name.text, name.language)
    if not name.latin:
        return original
    return format_html('{} <span class="latin" lang="en">{}</span>', original, name.latin)


@register.filter
def in_language(text: str, language: str) -> SafeString:
    """A text in a `lang` of its own where it is not the reader's, else the text alone."""
    if not language or language == localised.reader_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def in_own_language(text: str, country: str = "") -> SafeString:
    """A name or word whose language only its script tells."""
    return in_language(text, language_of(text, country))


@register.filter
def romanised(name: str, country: str = "") -> str:
    """The language tag for a person's name in Latin letters: "ja-Latn" for a Japanese one."""
    language = language_of(name, country)
    return f"{language}-Latn" if language in ("ja", "ko") else language or "und"


@register.filter
def place(organisation: Organisation) -> str:
    """The locality by name where it is a code that the list of places knows, else as it was written."""
    name = place_name(organisation.locality, localised.reader_language())
    return name or organisation.locality


@register.filter
def country_and_place(organisation: Organisation) -> str:
    """Country and locality in one line, the comma as the reader's script has it."""
    return joined(name for name in (localised.country_name(organisation.country), place(organisation)) if name)


@register.simple_tag
def labelled(label: str, value: str) -> SafeString:
    """A label and its value, the colon as the reader's script has it."""
    both = {"label": conditional_escape(label), "value": conditional_escape(value)}
    return mark_safe(_("%(label)s: %(value)s") % both)  # noqa: S308 (both parts are escaped above)


@register.filter
def deal(listing: Listing) -> str:
    """What the listing does, in words."""
    return deal_label(listing.kind, listing.deal)


@register.filter
def in_full(at: date) -> str:
    """A date with its month in words."""
    return day_in_words(at)


@register.simple_tag
def event_days(event: Event, first: datetime, last: datetime) -> str:
    """The days of an event by the clock of its place."""
    return localised.days(first, last, ZoneInfo(event.time_zone))


@register.simple_tag
def zone_label(zone: str | ZoneInfo, at: datetime) -> str:
    """A time zone by name with its distance from UTC on that day."""
    return localised.zone_name(zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone), at)


@register.filter
def same_zone(participant: Participant, event: Event) -> bool:
    """Whether the participant keeps the event's own time zone."""
    return participant.time_zone == event.time_zone


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[tuple[str, str, str, bool]]:
    """(code, own name, address of this page in that language, whether it is this one) for each language."""
    request: HttpRequest = context["request"]
    here = request.get_full_path()
    links = []
    for code, _name in settings.LANGUAGES:
        address = translate_url(here, code)
        if address == here and code != localised.reader_language():
            address = f"/{code}/"  # an address that leads nowhere has no other languages
        links.append((code, localised.own_language_name(code), address, code == localised.reader_language()))
    return links
