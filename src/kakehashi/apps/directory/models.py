"""Which organisations are there, where are they, and who speaks for them?"""

from django.db import models


class Organisation(models.Model):
    """A company, public body or association; the name is the original, in its own script."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=False)
    name = models.CharField(max_length=200)
    latin_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    locality = models.CharField(max_length=100, blank=True)  # ISO 3166-2, or as it was written
    about = models.TextField(blank=True)
    about_language = models.CharField(max_length=8, blank=True)
    fictitious = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("name", "country"), name="organisation_once_per_country"),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="organisation_country_is_iso"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone who speaks for an organisation; readings are as the organisation entered them, never guessed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    latin_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("organisation", "position")
        constraints = (models.UniqueConstraint(fields=("organisation", "position"), name="person_position_once"),)

    def __str__(self) -> str:
        return self.name
