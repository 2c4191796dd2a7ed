"""Writes to the directory: an organisation as a week's workbook states it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from kakehashi.apps.directory.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Spokesperson:
    """A person as entered: name in its own script and order, Latin letters, role."""

    name: str
    latin_name: str = ""
    role: str = ""


def keep_organisation(details: Organisation, people: Iterable[Spokesperson]) -> Organisation:
    """Adds an organisation, or brings the one of that name and country up to date, with its people.

    Part of another action's transaction, which holds the permission and the audit entry. `details` is unsaved.
    """
    known = Organisation.objects.filter(name=details.name, country=details.country).first()
    if known:
        details.pk, details.slug = known.pk, known.slug
    else:
        details.slug = free_slug(details.latin_name or details.name)
    details.save()
    details.people.all().delete()
    Person.objects.bulk_create(
        Person(organisation=details, position=i, name=p.name, latin_name=p.latin_name, role=p.role)
        for i, p in enumerate(people)
    )
    return details


def free_slug(name: str) -> str:
    """An address for the name that no other organisation has."""
    stem = slugify(name)[:100] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
