"""Which sheets does the week workbook have, which columns, and what is written in each?"""

from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi.apps.events.workbook.choices import ATTENDANCES, DEALS, DIRECTIONS, ITEMS, STRENGTHS, YES_NO, Text
from kakehashi.apps.events.workbook.columns import Column, Plan

EXAMPLE_MARK: Text = gettext_lazy("Example:")
"""The first cell of a row that shows how to fill in the sheet begins with this, and the row is not read."""
NOTES_TITLE: Text = pgettext_lazy("sheet", "Read me first")


_TIMES = gettext_lazy(
    "Times when not available: 2027-03-09 10:00-11:30, or 2027-03-10 for a whole day; separate with “;”."
)

EVENT = Plan(
    "event",
    pgettext_lazy("sheet", "Event"),
    gettext_lazy("The event itself: name, days, sessions and breaks. One row for each item."),
    (
        Column(
            "Item",
            pgettext_lazy("column", "Item"),
            gettext_lazy("Choose from the list."),
            ITEMS.labels["Session"],
            required=True,
            choices=ITEMS,
            width=30,
        ),
        Column(
            "Value",
            pgettext_lazy("column", "Value"),
            gettext_lazy("What is asked for in the last column."),
            gettext_lazy("Morning consultations"),
            required=True,
            width=44,
        ),
        Column(
            "From",
            pgettext_lazy("column of the event", "From"),
            gettext_lazy("Only for sessions and breaks: 09:30, or 2027-03-09 09:30 for that day only."),
            "09:30",
            width=18,
        ),
        Column(
            "To",
            pgettext_lazy("column of the event", "To"),
            gettext_lazy("Only for sessions and breaks: 12:00, or 2027-03-09 12:00 for that day only."),
            "12:00",
            width=18,
        ),
        Column(
            "What to write",
            pgettext_lazy("column of the event", "What to write"),
            gettext_lazy("An explanation; it is not read."),
            ITEMS.details["Session"],
            ignored=True,
            width=70,
        ),
    ),
)
PARTICIPANTS = Plan(
    "participants",
    pgettext_lazy("sheet", "Participants"),
    gettext_lazy("The organisations that take part. One row for each."),
    (
        Column(
            "Organisation",
            pgettext_lazy("column", "Organisation"),
            gettext_lazy("The name in its own script, each organisation once. The other sheets refer to it."),
            "Công ty TNHH Cao su Sao Mai",
            required=True,
            width=34,
        ),
        Column(
            "Name in Latin letters",
            pgettext_lazy("column", "Name in Latin letters"),
            gettext_lazy("As the organisation itself writes it."),
            "Sao Mai Rubber Co., Ltd.",
            width=30,
        ),
        Column(
            "Side",
            pgettext_lazy("column", "Side"),
            gettext_lazy("Decides who may meet whom: suppliers and buyers. A programme group is a cohort, not a side."),
            gettext_lazy("Suppliers"),
            required=True,
        ),
        Column(
            "Cohort",
            pgettext_lazy("column", "Cohort"),
            gettext_lazy("A programme group inside a side; it does not decide who may meet whom."),
            gettext_lazy("Technical rubber"),
            width=20,
        ),
        Column(
            "Country",
            pgettext_lazy("column", "Country"),
            gettext_lazy("Two letters such as VN, JP, KR, or the country's name."),
            "VN",
            width=12,
        ),
        Column(
            "Locality",
            pgettext_lazy("column", "Locality"),
            gettext_lazy("ISO code of the province or prefecture such as VN-HN, JP-13, KR-11, or its name."),
            "VN-HN",
            width=12,
        ),
        Column(
            "Languages spoken",
            pgettext_lazy("column", "Languages spoken"),
            gettext_lazy(
                "Languages in which its people can negotiate, such as “ko; en”. The first is that of its agenda."
            ),
            "vi; en",
            required=True,
        ),
        Column(
            "People",
            pgettext_lazy("column", "People"),
            gettext_lazy("Name / name in Latin letters / role; separate people with “;”."),
            "Nguyễn Thị Mai / Nguyen Thi Mai / Giám đốc; Trần Văn An / Tran Van An / Kỹ sư",
            width=44,
        ),
        Column(
            "Time zone",
            pgettext_lazy("column", "Time zone"),
            gettext_lazy("Where those who take part online sit, such as Asia/Ho_Chi_Minh. Empty: the event's."),
            "Asia/Ho_Chi_Minh",
            width=20,
        ),
        Column(
            "Attendance",
            pgettext_lazy("column", "Attendance"),
            gettext_lazy("Choose from the list."),
            ATTENDANCES.labels["online"],
            choices=ATTENDANCES,
            width=14,
        ),
        Column(
            "Earliest",
            pgettext_lazy("column", "Earliest"),
            gettext_lazy("10:00: not before ten on any day. 2027-03-09 10:00: not before that moment."),
            "10:00",
        ),
        Column(
            "Latest",
            pgettext_lazy("column", "Latest"),
            gettext_lazy("16:00: not after four on any day. 2027-03-10 16:00: not after that moment."),
            "16:00",
        ),
        Column("Blocked slots", pgettext_lazy("column", "Blocked slots"), _TIMES, "2027-03-09 10:00-11:30", width=26),
        Column(
            "Least meetings",
            pgettext_lazy("column", "Least meetings"),
            gettext_lazy("A whole number; empty: no such wish."),
            "3",
            width=11,
        ),
        Column(
            "Most meetings",
            pgettext_lazy("column", "Most meetings"),
            gettext_lazy("A whole number; empty: no limit."),
            "10",
            width=11,
        ),
        Column(
            "Priority",
            pgettext_lazy("column", "Priority"),
            gettext_lazy("1, 2 or 3; 3 is the highest. May stay empty."),
            "2",
            width=10,
        ),
        Column(
            "Fictitious",
            pgettext_lazy("column", "Fictitious"),
            gettext_lazy("“yes” for an invented organisation; it is then marked on every page."),
            YES_NO.labels["yes"],
            choices=YES_NO,
            width=11,
        ),
        Column(
            "About",
            pgettext_lazy("column", "About"),
            gettext_lazy("One or two sentences in the organisation's own language."),
            "Sản xuất gioăng và phớt cao su kỹ thuật cho ngành ô tô tại Hà Nội.",
            width=60,
        ),
    ),
)
OFFERS_NEEDS = Plan(
    "offers_needs",
    pgettext_lazy("sheet", "Offers and needs"),
    gettext_lazy("What each organisation offers and what it needs. One row for each offer or need."),
    (
        Column(
            "Organisation",
            pgettext_lazy("column", "Organisation"),
            gettext_lazy("As it is written in the sheet of participants."),
            "Công ty TNHH Cao su Sao Mai",
            required=True,
            firms=True,
            width=34,
        ),
        Column(
            "Offer or need",
            pgettext_lazy("column", "Offer or need"),
            gettext_lazy("Choose from the list."),
            DIRECTIONS.labels["offer"],
            required=True,
            choices=DIRECTIONS,
            width=14,
        ),
        Column(
            "Kind of deal",
            pgettext_lazy("column", "Kind of deal"),
            gettext_lazy("Choose from the list."),
            DEALS.labels["manufacturing"],
            required=True,
            choices=DEALS,
            width=22,
        ),
        Column(
            "Text",
            pgettext_lazy("column", "Text"),
            gettext_lazy("Two to four sentences in any language: material, size, precision, quantity, date."),
            "Gia công gioăng EPDM và NBR theo bản vẽ, độ cứng 50–80 Shore A, dung sai ±0,1 mm.",
            required=True,
            width=70,
        ),
        Column(
            "Language",
            pgettext_lazy("column", "Language"),
            gettext_lazy("The language of the text, such as vi, ja, ko, en. May stay empty."),
            "vi",
            width=12,
        ),
        Column(
            "HS heading",
            pgettext_lazy("column", "HS heading"),
            gettext_lazy("The first four digits of the customs number. May stay empty."),
            "4016",
            width=12,
        ),
        Column(
            "Certificates",
            pgettext_lazy("column", "Certificates"),
            gettext_lazy("For an offer those held, for a need those demanded; separate with “;”."),
            "ISO 9001; IATF 16949",
            width=26,
        ),
        Column(
            "Volume",
            pgettext_lazy("column", "Volume"),
            gettext_lazy("A quantity with its unit."),
            "20,000 pcs/month",
            width=20,
        ),
        Column(
            "Valid until",
            pgettext_lazy("column", "Valid until"),
            gettext_lazy("Year-month-day, for example 2027-12-31. May stay empty."),
            "2027-12-31",
            width=14,
        ),
    ),
)
WISHES = Plan(
    "wishes",
    pgettext_lazy("sheet", "Wishes"),
    gettext_lazy("Who wishes to meet whom, and who does not. One row for each wish; the sheet may stay empty."),
    (
        Column(
            "Organisation",
            pgettext_lazy("column", "Organisation"),
            gettext_lazy("Whose wish it is, as in the sheet of participants."),
            "Công ty TNHH Cao su Sao Mai",
            required=True,
            firms=True,
            width=34,
        ),
        Column(
            "Wants to meet",
            pgettext_lazy("column", "Wants to meet"),
            gettext_lazy("The other organisation, as in the sheet of participants."),
            "株式会社みさき精機",
            required=True,
            firms=True,
            width=34,
        ),
        Column(
            "Wish",
            pgettext_lazy("column", "Wish"),
            gettext_lazy("Choose from the list."),
            STRENGTHS.labels["want"],
            required=True,
            choices=STRENGTHS,
            width=12,
        ),
        Column(
            "Note",
            pgettext_lazy("column", "Note"),
            gettext_lazy("For the organiser only."),
            gettext_lazy("Has sent samples"),
            width=50,
        ),
    ),
)
TABLES = Plan(
    "tables",
    pgettext_lazy("sheet", "Tables"),
    gettext_lazy("The tables and video rooms. One row for each."),
    (
        Column(
            "Hall",
            pgettext_lazy("column", "Hall"),
            gettext_lazy("The hall or floor. May stay empty."),
            gettext_lazy("Hall 2"),
            width=26,
        ),
        Column(
            "Table",
            pgettext_lazy("column", "Table"),
            gettext_lazy("The table's number or name, each once in a hall."),
            "A01",
            required=True,
            width=14,
        ),
        Column("Blocked slots", pgettext_lazy("column", "Blocked slots"), _TIMES, "2027-03-09 10:00-11:30", width=40),
    ),
)
INTERPRETERS = Plan(
    "interpreters",
    pgettext_lazy("sheet", "Interpreters"),
    gettext_lazy("The interpreters. One row for each; the sheet may stay empty."),
    (
        Column(
            "Name",
            pgettext_lazy("column", "Name"),
            gettext_lazy("Each interpreter once."),
            "Lê Thu Hà",
            required=True,
            width=28,
        ),
        Column(
            "Language pairs",
            pgettext_lazy("column", "Language pairs"),
            gettext_lazy("Two languages joined by “-”, such as “ko-ja; en-ja”."),
            "vi-ja; vi-en",
            required=True,
            width=22,
        ),
        Column(
            "From",
            pgettext_lazy("column of interpreters", "From"),
            gettext_lazy("10:00: not before ten on any day. 2027-03-09 10:00: not before that moment."),
            "09:30",
            width=18,
        ),
        Column(
            "Until",
            pgettext_lazy("column of interpreters", "Until"),
            gettext_lazy("16:00: not after four on any day. 2027-03-10 16:00: not after that moment."),
            "17:00",
            width=18,
        ),
        Column("Blocked slots", pgettext_lazy("column", "Blocked slots"), _TIMES, "2027-03-10", width=40),
        Column(
            "Longest run",
            pgettext_lazy("column of interpreters", "Longest run"),
            gettext_lazy("How many meetings in a row without a rest, for example 4; empty: no limit."),
            "4",
            width=12,
        ),
    ),
)
PLANS: tuple[Plan, ...] = (EVENT, PARTICIPANTS, OFFERS_NEEDS, WISHES, TABLES, INTERPRETERS)
