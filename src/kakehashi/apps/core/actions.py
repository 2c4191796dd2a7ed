"""Who may write, and how is each write recorded? Every action of the other apps begins here."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from kakehashi.apps.core.models import AuditEntry


class NotPermitted(PermissionError):
    """The actor may not do this."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name for the audit trail and the actions it may take."""

    name: str
    may: frozenset[str] = field(default_factory=frozenset)


OPERATOR = Actor("command line", frozenset({"import week", "publish programme", "judge match", "apply weights"}))
"""The person at the command line of the machine itself, who holds the data files anyway."""


@contextmanager
def recorded(actor: Actor, action: str, subject: str, details: Mapping[str, object]) -> Iterator[None]:
    """One transaction that checks the permission first and leaves an audit entry; raises `NotPermitted`."""
    if action not in actor.may:
        raise NotPermitted(f"{actor.name} may not {action}")
    with transaction.atomic():
        yield
        AuditEntry.objects.create(actor=actor.name, action=action, subject=subject, details=dict(details))
