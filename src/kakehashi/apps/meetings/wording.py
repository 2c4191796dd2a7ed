"""How does one say, in the reader's language, why a wish was not met and how good a programme is?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.wording import language_name
from kakehashi.engines.scheduling import Fault, Unmet

_REASONS = {
    "no_common_slot": _("The two are never available in the same slot."),
    "no_interpreter_pair": _("No interpreter of this event works between %(languages)s."),
    "interpreters_away": _("In the slots that suit both, no interpreter between %(languages)s is on duty."),
    "no_table": _("In the slots that suit both, no table is available."),
    "most_reached": _("The most meetings are reached by: %(firms)s."),
    "busy": _("In every slot that suits both, one of them already has a meeting: %(firms)s."),
    "better_placed": _(
        "In every slot that suits both, meetings worth as much or more, or musts, were placed: %(firms)s."
    ),
    "interpreters_taken": _(
        "In the slots still free for both, every interpreter between %(languages)s is at work, resting or off duty."
    ),
    "tables_full": _("In the slots still free for both, all tables are taken."),
    "too_far": _("In each slot where it would fit, somebody would come too late from one hall to another."),
    "order": _("Where it would fit, it would break the order agreed with another meeting."),
    "no_wish": _("Nobody asked for a meeting, and no offer and need came close enough to suggest one."),
    "no_wish_left": _(
        "Nobody asked for a meeting, and apart from those refused, no offer and need came close enough to suggest one."
    ),
}

_LABELS = {
    "no_common_slot": _("No common free slot"),
    "no_interpreter_pair": _("No interpreter for the languages"),
    "interpreters_away": _("Interpreters off duty"),
    "no_table": _("No table in the common slots"),
    "most_reached": _("Most meetings reached"),
    "busy": _("Busy in every common slot"),
    "better_placed": _("Meetings worth more were placed"),
    "interpreters_taken": _("Interpreters taken"),
    "tables_full": _("All tables taken"),
    "too_far": _("Too far between halls"),
    "order": _("Order of meetings"),
    "no_wish": _("No wish and no close match"),
    "no_wish_left": _("No wish and no close match"),
    "declined": _("Declined by the other side"),
    "not_allowed": _("Not between these sides"),
}


_CONTRADICTIONS = {
    "wrong_kind": _("The value of %(other)s of %(keys)s is of the wrong kind."),
    "clock_out_of_range": _("These slots start before midnight or end later than 47:59: %(slots)s."),
    "slot_ends_first": _("These slots do not end after they start: %(slots)s."),
    "slots_overlap": _("These slots start before an earlier slot of the same day has ended: %(slots)s."),
    "clock_incomplete": _("For these slots the start or the end is not stated: %(slots)s."),
    "slots_out_of_order": _("These slots do not follow the one before in time: %(slots)s."),
    "double_key": _("Two entries have the same name: %(keys)s."),
    "unknown_slot": _("%(keys)s is available in a slot that the event does not have."),
    "least_above_most": _("%(people)s: the least number of meetings (%(one)s) is above the most (%(two)s)."),
    "least_below_zero": _("%(people)s: the least number of meetings (%(one)s) is below zero."),
    "run_below_zero": _("Interpreter %(keys)s: the most slots in a row (%(one)s) are below zero."),
    "fairness_below_zero": _("The breaks of two participants cannot differ by less than zero (%(one)s)."),
    "unknown_participant": _("Wish %(wishes)s names a participant that the event does not have."),
    "meets_itself": _("Wish %(wishes)s: a participant cannot meet itself."),
    "score_out_of_range": _("Wish %(wishes)s: the score %(one)s is not between 0 and %(two)s."),
    "unknown_fixed_slot": _("Wish %(wishes)s is fixed in a slot that the event does not have."),
    "fixed_forbidden": _("A meeting of %(people)s is fixed in slot %(slots)s, when %(people)s is not available."),
    "fixed_out_of_session": _(
        "The meeting of %(people)s is fixed in slot %(slots)s, outside the session it belongs to."
    ),
    "fixed_twice": _("Two meetings of %(people)s are fixed in the same slot: %(slots)s."),
    "fixed_beyond_tables": _(
        "In slot %(slots)s, %(one)s meetings are fixed but only %(two)s tables are available. Participants: %(people)s."
    ),
    "fixed_beyond_most": _(
        "%(one)s meetings are fixed for %(people)s, which accepts at most %(two)s. Slots: %(slots)s."
    ),
    "fixed_against_order": _(
        "Two meetings are fixed against the order agreed for them. Slots: %(slots)s. Participants: %(people)s."
    ),
    "fixed_too_far": _(
        "Two meetings of %(people)s are fixed in slots %(slots)s with %(one)s minutes between them, "
        "but the way between their tables takes at least %(two)s."
    ),
    "unknown_precedence": _("An order is agreed for a meeting that nobody wished: %(wishes)s."),
    "precedence_circle": _(
        "The order agreed for these meetings leads back to where it starts: %(wishes)s. Participants: %(people)s."
    ),
    "unknown_hall": _("A way is stated to a hall that has no table: %(keys)s."),
    "walk_within_hall": _("A way is stated that begins and ends in the same hall: %(keys)s."),
    "walk_twice": _("The way between %(keys)s and %(other)s is stated twice."),
    "walk_below_zero": _("The way between %(keys)s and %(other)s cannot take less than no time (%(one)s minutes)."),
    "unknown_published": _("A published meeting names a wish or slot that the event does not have: wish %(wishes)s."),
    "published_twice": _("Wish %(wishes)s is published in more than one slot: %(slots)s."),
    "aim_twice": _("The aim %(keys)s stands twice in the order."),
    "aim_too_early": _(
        "The aim %(keys)s stands before %(other)s: aims that say how meetings are placed come after all that say "
        "which are held."
    ),
    "must_without_slot": _("A meeting that must be held has no slot that suits both: %(people)s."),
}


def contradiction_text(
    fault: Fault, name_of_participant: Callable[[int], str], name_of_slot: Callable[[int], str]
) -> str:
    """A contradiction in the data of an event as a sentence; the two functions name a place in the problem."""
    comma = pgettext("between items of a list", ", ")
    numbers, keys = [*map(str, fault.numbers), "", ""], [*fault.keys, "", "", ""]
    return str(_CONTRADICTIONS[fault.code]) % {
        "people": comma.join(map(name_of_participant, fault.participants)),
        "slots": comma.join(map(name_of_slot, fault.slots)),
        "wishes": comma.join(str(w + 1) for w in fault.wishes),
        "keys": keys[1],
        "other": keys[2],
        "one": numbers[0],
        "two": numbers[1],
    }


def reason_label(reason: str) -> str:
    """A reason in a few words, for tables and filters."""
    return str(_LABELS.get(reason, reason))


def unmet_about(week: Week, unmet: Unmet, pair: Sequence[int]) -> dict[str, Any]:
    """What the reason of an unmet wish is about, by name, so that the sentence can be made in any language."""
    first, second = (week.firms[place] for place in pair)
    return {
        "firms": [week.firms[place].name for place in unmet.participants],
        "languages": [list(first.languages), list(second.languages)],
    }


def unmet_text(reason: str, about: Mapping[str, Any]) -> str:
    """The reason why a wish was not met, or a participant has no meeting, as a sentence."""
    sides = [" / ".join(language_name(code) for code in spoken) for spoken in about.get("languages", ())]
    return str(_REASONS[reason]) % {
        "firms": pgettext("between items of a list", ", ").join(about.get("firms", ())),
        "languages": gettext("%(first)s and %(second)s") % {"first": sides[0], "second": sides[1]}
        if len(sides) == 2
        else "",
    }


def status_text(status: str) -> str:
    """What is known about a schedule: proven best, feasible within a gap, or impossible."""
    return {
        "optimal": gettext("proven optimal"),
        "feasible": gettext("feasible, with a proven bound"),
        "infeasible": gettext("infeasible"),
        "unknown": gettext("not decided within the time limit"),
    }[status]


def asked_text(asked: str) -> str:
    """How a meeting came about: asked as a must, wanted, or suggested by the match."""
    return {
        "must": pgettext("how a meeting came about", "Must"),
        "want": pgettext("how a meeting came about", "Wanted"),
        "": pgettext("how a meeting came about", "Suggested"),
    }[asked]
