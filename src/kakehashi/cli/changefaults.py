"""What is wrong with the changes of a day, in the reader's words, and what cures it?"""

from django.utils.translation import gettext as _

from kakehashi.engines.scheduling.repair.jsonchanges import ChangeFault
from kakehashi.engines.scheduling.repair.jsonchanges import ChangeFaultCode as Code


def change_fault_texts(fault: ChangeFault) -> tuple[str, str]:
    """The fault and its cure."""
    problem, cure = _texts(fault.code)
    if fault.code in _KEYS and fault.near:
        cure = _("Did you mean %(near)s?")
    named = {"value": fault.value or "–", "near": fault.near}
    return problem % named, cure % named


_KEYS = (Code.UNKNOWN_PARTICIPANT, Code.UNKNOWN_TABLE, Code.UNKNOWN_INTERPRETER, Code.UNKNOWN_HALL)


def _texts(code: Code) -> tuple[str, str]:
    key = _("Write it exactly as in the problem.")
    return {
        Code.NO_JSON: (_("This is no JSON: %(value)s"), _("Check commas, quotes and brackets near that place.")),
        Code.NO_LIST: (_("A list is expected here, not %(value)s."), _("Put it in square brackets.")),
        Code.NO_OBJECT: (
            _("Names and values in braces are expected here, not %(value)s."),
            _('For example: {"kind": "no_show", "participant": "…"}.'),
        ),
        Code.UNKNOWN_KIND: (_("No change is of the kind %(value)s."), _("Known kinds: %(near)s.")),
        Code.MISSING: (_("This is missing."), _("Add it.")),
        Code.UNKNOWN_FIELD: (_("Nothing of this name belongs here."), _("Known names: %(near)s.")),
        Code.UNKNOWN_PARTICIPANT: (_("The event has no participant %(value)s."), key),
        Code.UNKNOWN_TABLE: (_("The event has no table %(value)s."), key),
        Code.UNKNOWN_INTERPRETER: (_("The event has no interpreter %(value)s."), key),
        Code.UNKNOWN_HALL: (_("The event has no hall %(value)s."), key),
        Code.NO_SLOT: (_("%(value)s is no slot of the event."), _("Give a whole number from 1 to %(near)s.")),
        Code.NO_WISH: (_("%(value)s is no wish of the event."), _("Give a whole number from 1 to %(near)s.")),
    }[code]
