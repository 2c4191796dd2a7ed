"""When and where do which firms meet, and whom do they wish to meet?"""

from django.db import models

from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.market.models import Listing


class Event(models.Model):
    """A partnering week, a teleconference, a forum: something that needs a meeting programme."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict)  # language -> name, as the organiser gave them
    organiser = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=64)
    between_sides = models.BooleanField(default=True)
    fictitious = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """One meeting slot; `number` counts from 1 in order of time, `day` and `session` from 0."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveIntegerField()
    day = models.PositiveSmallIntegerField()
    session = models.PositiveSmallIntegerField()
    session_name = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("event", "number")
        constraints = (
            models.UniqueConstraint(fields=("event", "number"), name="slot_number_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.event_id}/{self.number}"


class Participant(models.Model):
    """An organisation at an event. Its side says whom it may meet; its cohort is a programme group, not a side."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="participations")
    side = models.CharField(max_length=120, blank=True)
    cohort = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=64)
    online = models.BooleanField(default=False)
    available = models.JSONField(default=list)  # slot numbers
    listings = models.ManyToManyField(Listing, related_name="participants")

    class Meta:
        ordering = ("event", "id")
        constraints = (models.UniqueConstraint(fields=("event", "organisation"), name="organisation_once_per_event"),)

    def __str__(self) -> str:
        return str(self.organisation)


class Table(models.Model):
    """A table in a hall, or a video room."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tables")
    position = models.PositiveIntegerField()
    hall = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=60)
    available = models.JSONField(default=list)

    class Meta:
        ordering = ("event", "position")
        constraints = (models.UniqueConstraint(fields=("event", "hall", "name"), name="table_once_per_hall"),)

    def __str__(self) -> str:
        return f"{self.hall} {self.name}".strip()


class Interpreter(models.Model):
    """Someone who interprets between the languages of `pairs`, for example [["ko", "ja"]]."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="interpreters")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    pairs = models.JSONField(default=list)
    available = models.JSONField(default=list)
    longest_run = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("event", "position")
        constraints = (models.UniqueConstraint(fields=("event", "name"), name="interpreter_once_per_event"),)

    def __str__(self) -> str:
        return self.name


class Wish(models.Model):
    """Who asked to meet whom, or not to."""

    class Strength(models.TextChoices):
        """How strongly."""

        MUST = "must"
        WANT = "want"
        NO = "no"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="wishes")
    asker = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes_made")
    wanted = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes_received")
    strength = models.CharField(max_length=4, choices=Strength)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("event", "id")
        constraints = (
            models.UniqueConstraint(fields=("asker", "wanted"), name="wish_once"),
            models.CheckConstraint(condition=~models.Q(asker=models.F("wanted")), name="wish_not_oneself"),
            models.CheckConstraint(condition=models.Q(strength__in=("must", "want", "no")), name="wish_strength_known"),
        )

    def __str__(self) -> str:
        return f"{self.asker} {self.strength} {self.wanted}"


class Match(models.Model):
    """Two participants whose offers and needs meet, with the evidence; `score` runs from 0 to 1000."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="matches")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="matches_as_first")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="matches_as_second")
    score = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ("event", "-score", "id")
        verbose_name_plural = "matches"
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="match_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="match_ordered"),
            models.CheckConstraint(condition=models.Q(score__lte=1000), name="match_score_at_most_1000"),
        )

    def __str__(self) -> str:
        return f"{self.first} x {self.second}: {self.score}"
