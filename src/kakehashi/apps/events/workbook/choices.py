"""Which words does a column accept, in which languages, and for which code does each stand?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from kakehashi.apps.events.folding import fold_label
from kakehashi.apps.events.week import AGENDA_LANGUAGES

Text = str | Promise
"""English source text, translated when it is shown."""


def spell(text: Text, language: str) -> str:
    """The text in a language."""
    with override(language):
        return str(text)


@dataclass(frozen=True, eq=False)
class Choices:
    """The values of a column: code to label; `details` explains the labels that need it."""

    labels: Mapping[str, Text]
    details: Mapping[str, Text]

    def spellings(self) -> Mapping[str, str]:
        """Every accepted word, folded, to its code: the code itself and its label in each language."""
        return _spellings(self)

    def read(self, word: str) -> str | None:
        """The code that a word stands for; None where it stands for none."""
        return self.spellings().get(fold_label(word))

    def label(self, code: str, language: str) -> str:
        """The word for a code in a language."""
        return spell(self.labels[code], language)


@cache
def _spellings(choices: Choices) -> Mapping[str, str]:
    words = {
        fold_label(spell(text, language)): code
        for language in AGENDA_LANGUAGES
        for code, text in choices.labels.items()
    }
    return words | {fold_label(code): code for code in choices.labels}


def forget_spellings() -> None:
    """Makes the next reading look at the catalogues again."""
    _spellings.cache_clear()


DIRECTIONS = Choices(
    {"offer": pgettext_lazy("offer or need", "offer"), "need": pgettext_lazy("offer or need", "need")},
    {
        "offer": pgettext_lazy("offer or need", "what the organisation can provide"),
        "need": pgettext_lazy("offer or need", "what the organisation is looking for"),
    },
)
DEALS = Choices(
    {
        "goods": pgettext_lazy("kind of deal", "goods"),
        "manufacturing": pgettext_lazy("kind of deal", "manufacturing to order"),
        "distribution": pgettext_lazy("kind of deal", "distribution"),
        "services": pgettext_lazy("kind of deal", "services"),
        "technology": pgettext_lazy("kind of deal", "technology licence"),
        "research": pgettext_lazy("kind of deal", "joint research"),
        "investment": pgettext_lazy("kind of deal", "investment"),
        "training": pgettext_lazy("kind of deal", "training"),
    },
    {
        "goods": pgettext_lazy("kind of deal", "offer: sells goods; need: buys goods"),
        "manufacturing": pgettext_lazy("kind of deal", "offer: makes to order; need: outsources making"),
        "distribution": pgettext_lazy("kind of deal", "offer: distributes for others; need: seeks a distributor"),
        "services": pgettext_lazy("kind of deal", "offer: provides a service; need: needs a service"),
        "technology": pgettext_lazy("kind of deal", "offer: licenses out; need: seeks a technology"),
        "research": pgettext_lazy("kind of deal", "both sides alike: seeks a partner for joint research"),
        "investment": pgettext_lazy("kind of deal", "offer: provides capital; need: seeks capital"),
        "training": pgettext_lazy("kind of deal", "offer: receives trainees; need: sends trainees"),
    },
)
STRENGTHS = Choices(
    {"must": pgettext_lazy("wish", "must"), "want": pgettext_lazy("wish", "want"), "no": pgettext_lazy("wish", "no")},
    {
        "must": pgettext_lazy("wish", "this meeting has to take place; use it sparingly"),
        "want": pgettext_lazy("wish", "would like this meeting"),
        "no": pgettext_lazy("wish", "does not wish to meet; the other organisation is not told"),
    },
)
ATTENDANCES = Choices(
    {"in person": pgettext_lazy("attendance", "in person"), "online": pgettext_lazy("attendance", "online")}, {}
)
YES_NO = Choices({"yes": pgettext_lazy("yes or no", "yes"), "no": pgettext_lazy("yes or no", "no")}, {})
RULES = Choices(
    {
        "between sides": pgettext_lazy("who may meet", "between sides"),
        "anyone": pgettext_lazy("who may meet", "anyone"),
    },
    {
        "between sides": pgettext_lazy("who may meet", "only organisations of different sides meet"),
        "anyone": pgettext_lazy("who may meet", "any two organisations may meet"),
    },
)
ITEMS = Choices(
    {
        "Event name": pgettext_lazy("item of the event", "Event name"),
        "Event name (vi)": pgettext_lazy("item of the event", "Event name (vi)"),
        "Event name (ja)": pgettext_lazy("item of the event", "Event name (ja)"),
        "Event name (ko)": pgettext_lazy("item of the event", "Event name (ko)"),
        "Event name (en)": pgettext_lazy("item of the event", "Event name (en)"),
        "Organiser": pgettext_lazy("item of the event", "Organiser"),
        "Place": pgettext_lazy("item of the event", "Place"),
        "Time zone": pgettext_lazy("item of the event", "Time zone"),
        "First day": pgettext_lazy("item of the event", "First day"),
        "Last day": pgettext_lazy("item of the event", "Last day"),
        "Slot length (minutes)": pgettext_lazy("item of the event", "Slot length (minutes)"),
        "Time between slots (minutes)": pgettext_lazy("item of the event", "Time between slots (minutes)"),
        "Way between halls (minutes)": pgettext_lazy("item of the event", "Way between halls (minutes)"),
        "Who may meet": pgettext_lazy("item of the event", "Who may meet"),
        "Session": pgettext_lazy("item of the event", "Session"),
        "Break": pgettext_lazy("item of the event", "Break"),
    },
    {
        "Event name": pgettext_lazy("item of the event", "The name of the event in the organiser's language."),
        "Event name (vi)": pgettext_lazy("item of the event", "The name in Vietnamese; may stay empty."),
        "Event name (ja)": pgettext_lazy("item of the event", "The name in Japanese; may stay empty."),
        "Event name (ko)": pgettext_lazy("item of the event", "The name in Korean; may stay empty."),
        "Event name (en)": pgettext_lazy("item of the event", "The name in English; may stay empty."),
        "Organiser": pgettext_lazy("item of the event", "The organisation that holds the event."),
        "Place": pgettext_lazy("item of the event", "The venue and its address, or “online”."),
        "Time zone": pgettext_lazy(
            "item of the event", "For example Asia/Tokyo. All times in this workbook are in it."
        ),
        "First day": pgettext_lazy("item of the event", "Year-month-day, for example 2027-03-09."),
        "Last day": pgettext_lazy("item of the event", "Year-month-day, for example 2027-03-10."),
        "Slot length (minutes)": pgettext_lazy("item of the event", "How long one meeting takes, for example 25."),
        "Time between slots (minutes)": pgettext_lazy(
            "item of the event", "To change tables, for example 5; empty: none."
        ),
        "Way between halls (minutes)": pgettext_lazy(
            "item of the event", "What it takes to walk from one hall to another, for example 10; empty: nothing."
        ),
        "Who may meet": pgettext_lazy("item of the event", "Choose from the list."),
        "Session": pgettext_lazy(
            "item of the event",
            "Value: its name. From and To: 09:30 on each day, or 2027-03-09 09:30 on that day only. "
            "Meeting slots are cut out of the sessions, around the breaks. Add a row for each session.",
        ),
        "Break": pgettext_lazy("item of the event", "Written in the same way as a session. Add a row for each break."),
    },
)
