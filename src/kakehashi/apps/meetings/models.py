"""Which meetings make up a programme, and what is proven about it?"""

from django.db import models

from kakehashi.apps.events.models import Event, Interpreter, Participant, Slot, Table


class Programme(models.Model):
    """A published timetable of an event with its score, proven bound and breaks."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="programme")
    published_at = models.DateTimeField(auto_now_add=True)
    seed = models.BigIntegerField()
    status = models.CharField(max_length=12)
    score = models.BigIntegerField()
    bound = models.BigIntegerField()
    breaks = models.PositiveIntegerField()
    seconds = models.FloatField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(score__lte=models.F("bound")), name="score_within_bound"),
        )

    def __str__(self) -> str:
        return f"programme of {self.event_id}"


class Meeting(models.Model):
    """Two participants at a table in a slot. The database itself refuses a table or interpreter held twice."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="meetings")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, on_delete=models.CASCADE, related_name="meetings", null=True, blank=True
    )
    score = models.PositiveIntegerField()

    class Meta:
        ordering = ("programme", "slot", "table")
        constraints = (
            models.UniqueConstraint(fields=("programme", "slot", "table"), name="table_held_once_per_slot"),
            models.UniqueConstraint(
                fields=("programme", "slot", "interpreter"),
                condition=models.Q(interpreter__isnull=False),
                name="interpreter_held_once_per_slot",
            ),
        )

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Seat(models.Model):
    """A participant's place in a meeting; repeats the meeting's slot so that the database can keep it single."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("meeting", "position")
        constraints = (
            models.UniqueConstraint(fields=("participant", "slot"), name="participant_held_once_per_slot"),
            models.UniqueConstraint(fields=("meeting", "position"), name="seat_once_per_meeting"),
            models.CheckConstraint(condition=models.Q(position__in=(1, 2)), name="seat_first_or_second"),
        )

    def __str__(self) -> str:
        return f"seat {self.position} of meeting {self.meeting_id}"


class UnmetWish(models.Model):
    """A wish that the programme does not hold, with its true reason."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="unmet_wishes")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="unmet_as_first")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="unmet_as_second")
    asked = models.CharField(max_length=4)  # must, want, or empty: suggested by the match alone
    reason = models.CharField(max_length=40)
    about = models.JSONField(default=dict)

    class Meta:
        ordering = ("programme", "id")
        constraints = (models.UniqueConstraint(fields=("programme", "first", "second"), name="unmet_once"),)

    def __str__(self) -> str:
        return f"{self.first} x {self.second}: {self.reason}"


class PublishedCalendar(models.Model):
    """A participant's agenda as a calendar file (RFC 5545), as it was when the programme was published."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="calendars")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="calendars")
    content = models.BinaryField()

    class Meta:
        ordering = ("programme", "participant")
        constraints = (models.UniqueConstraint(fields=("programme", "participant"), name="calendar_once"),)

    def __str__(self) -> str:
        return f"calendar of {self.participant_id}"
