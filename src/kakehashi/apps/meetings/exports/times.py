"""How are days, times and zones written for a reader of one language?

All functions write in the language that is active for translations.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates
from django.utils.translation import get_language, gettext, pgettext

_CLDR = {"en": "en-GB"}
"""Day before month, as in the other writing of international offices."""

_VIETNAMESE = {"full": "EEEE, 'ngày' d 'tháng' M 'năm' y", "long": "d 'tháng' M 'năm' y", "short": "EEEE, d/M"}
"""As Vietnamese offices write. CLDR's "Th 3, 9 thg 3" reads as two months."""


@lru_cache(maxsize=16)
def locale_of(language: str) -> Locale:
    """The conventions of a language."""
    return Locale.parse(_CLDR.get(language, language), sep="-")


def reader_locale() -> Locale:
    """The conventions of the active language."""
    return locale_of(get_language() or "en")


def day_in_full(day: date) -> str:
    """A day with its weekday and year."""
    return dates.format_date(day, _own_pattern("full") or "full", locale=reader_locale())


def day_in_words(day: date) -> str:
    """A day with its year and its month in words, without the weekday."""
    return dates.format_date(day, _own_pattern("long") or "long", locale=reader_locale())


def day_in_short(day: date) -> str:
    """A day with its weekday, without its year, for headings of columns."""
    own = _own_pattern("short")
    if own:
        return dates.format_date(day, own, locale=reader_locale())
    return dates.format_skeleton("MMMEd", day, locale=reader_locale())


def weekday_in_short(day: date) -> str:
    """The weekday alone, for a column beside the date."""
    return dates.format_date(day, "EEEE" if _own_pattern("short") else "EEE", locale=reader_locale())


def days_between(first: date, last: date) -> str:
    """A first and a last day, or the one day."""
    if first == last:
        return day_in_full(first)
    own = _own_pattern("short")
    if own:
        start = own if first.year == last.year else f"{own}/y"
        ends = (
            dates.format_date(first, start, locale=reader_locale()),
            dates.format_date(last, f"{own}/y", locale=reader_locale()),
        )
        return " – ".join(ends)
    return dates.format_interval(first, last, "yMMMMEEEEd", locale=reader_locale())


def _own_pattern(length: str) -> str:
    return _VIETNAMESE[length] if reader_locale().language == "vi" else ""


def clock(moment: datetime) -> str:
    """The time of day, by 24 hours, so that columns line up in every language."""
    return f"{moment:%H:%M}"


def clock_span(start: datetime, end: datetime) -> str:
    """From one time of day to another."""
    return pgettext("from a time to a time", "%(start)s–%(end)s") % {"start": clock(start), "end": clock(end)}


def offset_text(moment: datetime) -> str:
    """The distance from UTC at a moment that carries its zone, as UTC+7 or UTC+5:30."""
    offset = moment.utcoffset()
    assert offset is not None, "a moment of the programme carries its zone"
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def zone_name(zone: str, moment: datetime) -> str:
    """The zone by its country, or its city where the country has several, with the distance from UTC then."""
    tz = ZoneInfo(zone)
    if zone in ("UTC", "Etc/UTC", "Etc/GMT"):
        return "UTC"
    place = dates.get_timezone_location(tz, locale=reader_locale())
    return gettext("%(zone)s (%(offset)s)") % {"zone": place, "offset": offset_text(moment.astimezone(tz))}


def differs(zone: str, moment: datetime) -> bool:
    """Whether clocks in the zone show another time than the moment's own."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != moment.utcoffset()


def span_elsewhere(start: datetime, end: datetime, zone: str) -> str:
    """The times in another zone; the day is named where it is another day there."""
    tz = ZoneInfo(zone)
    there, until = start.astimezone(tz), end.astimezone(tz)
    span = clock_span(there, until)
    if there.date() == start.date():
        return span
    return gettext("%(day)s, %(time)s") % {"day": day_in_short(there.date()), "time": span}
