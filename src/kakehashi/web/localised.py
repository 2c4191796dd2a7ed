"""How are days, times, numbers, countries and languages written in the reader's language?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language

from kakehashi.apps.meetings.exports import times


def reader_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def reader_locale() -> Locale:
    """The CLDR locale of the page."""
    return times.reader_locale()


def country_name(code: str) -> str:
    """The name of a country, or its code where CLDR knows none."""
    return str(reader_locale().territories.get(code, code))


def own_language_name(code: str) -> str:
    """The name of a language of the site in itself: "日本語" for "ja"."""
    return str(Locale.parse(code).languages.get(code, code))


def number(value: float) -> str:
    """A number with the reader's digit groups."""
    return str(format_decimal(value, locale=reader_locale()))


def share(part: float, whole: float) -> str:
    """A share in per cent with one place, rounded down so that 100 % means all of it; "" of nothing."""
    if not whole:
        return ""
    return str(format_percent(int(part * 1000 / whole) / 1000, format="#,##0.#%", locale=reader_locale()))


def day(at: datetime, zone: ZoneInfo) -> str:
    """Weekday and date in full: "Tuesday, 9 March 2027"."""
    return times.day_in_full(at.astimezone(zone).date())


def short_day(at: datetime, zone: ZoneInfo) -> str:
    """Weekday, day and month, short: "Tue 9 Mar"."""
    return times.day_in_short(at.astimezone(zone).date())


def days(first: datetime, last: datetime, zone: ZoneInfo) -> str:
    """A period of days with weekdays, the parts they share written once."""
    return times.days_between(first.astimezone(zone).date(), last.astimezone(zone).date())


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Hours and minutes, 00:00 to 23:59, alike in every language so that columns line up."""
    return str(format_datetime(at, "HH:mm", tzinfo=zone, locale=reader_locale()))


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """A time zone by name and distance from UTC on that day: "Japan Time (UTC+9)"."""
    return times.zone_name(zone.key, at)


def utc_distance(zone: ZoneInfo, at: datetime) -> str:
    """The distance of a time zone from UTC: "UTC+9", "UTC−3:30"."""
    return times.offset_text(at.astimezone(zone))
