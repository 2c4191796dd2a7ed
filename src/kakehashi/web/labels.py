"""What are the short headings of reasons, for filters and counts?"""

from django.utils.translation import gettext_lazy as _

_REASONS = {
    "no_common_slot": _("No slot in common"),
    "no_interpreter_pair": _("No interpreter for their languages"),
    "interpreters_away": _("Interpreters not on duty"),
    "no_table": _("No table available"),
    "most_reached": _("Most meetings reached"),
    "busy": _("Both or one already booked"),
    "better_placed": _("Meetings worth more placed first"),
    "interpreters_taken": _("Interpreters all at work"),
    "tables_full": _("All tables taken"),
    "order": _("Order of meetings agreed"),
    "no_wish": _("Nobody asked"),
}


def reason_label(code: str) -> str:
    """The short heading of a reason why a wish was not met."""
    return str(_REASONS.get(code, code))
