"""What does an organisation offer, and what does it need?"""

from django.db import models
from django.utils.translation import pgettext_lazy

from kakehashi.apps.directory.models import Organisation


class Listing(models.Model):
    """An offer or a need in the words and the language of the organisation."""

    class Kind(models.TextChoices):
        """Which way the deal runs."""

        OFFER = "offer", pgettext_lazy("kind of listing", "Offer")
        NEED = "need", pgettext_lazy("kind of listing", "Need")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=5, choices=Kind)
    deal = models.CharField(max_length=20)
    text = models.TextField()
    language = models.CharField(max_length=8)
    language_detected = models.BooleanField(default=False)
    hs_heading = models.CharField(max_length=4, blank=True)
    certificates = models.JSONField(default=list)
    volume = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("organisation", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=("offer", "need")), name="listing_kind_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="listing_has_text"),
            models.CheckConstraint(
                condition=models.Q(hs_heading="") | models.Q(hs_heading__regex=r"^[0-9]{4}$"),
                name="listing_hs_is_heading",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"


class Judgement(models.Model):
    """What one organisation said, or what came, of meeting another: the answer, the meeting, its outcome.

    `offer` and `need` are the listings it was about as they were then (the fields of the engine's `Listing`):
    listings are edited and removed, judgements stay true. `event` is the address of the event, if any.
    """

    class Verdict(models.TextChoices):
        """What was said or came of it; the first two answer a suggestion."""

        ACCEPTED = "accepted", pgettext_lazy("judgement of a match", "Accepted")
        DECLINED = "declined", pgettext_lazy("judgement of a match", "Declined")
        HELD = "held", pgettext_lazy("judgement of a match", "Meeting held")
        NOT_HELD = "not held", pgettext_lazy("judgement of a match", "Meeting not held")
        AGREED = "agreed", pgettext_lazy("judgement of a match", "Agreement or order")
        FOLLOWED = "followed", pgettext_lazy("judgement of a match", "Talks go on")
        ENDED = "ended", pgettext_lazy("judgement of a match", "No common ground")

    class Reason(models.TextChoices):
        """Why it was declined, or ended."""

        PRODUCT = "product", pgettext_lazy("reason to decline", "Another product or process")
        ROLE = "role", pgettext_lazy("reason to decline", "Another kind of business")
        CERTIFICATE = "certificate", pgettext_lazy("reason to decline", "A certificate is missing")
        SCALE = "scale", pgettext_lazy("reason to decline", "Too large or too small")
        KNOWN = "known", pgettext_lazy("reason to decline", "Already in contact")
        TIME = "time", pgettext_lazy("reason to decline", "No time")
        OTHER = "other", pgettext_lazy("reason to decline", "Another reason")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="judgements")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="judgements_of_it")
    event = models.CharField(max_length=120, blank=True)
    stage = models.CharField(max_length=7)
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=11, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    offer = models.JSONField()
    need = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "other", "event", "stage"), name="judgement_once_per_stage"
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("other")), name="judgement_of_another_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(stage="answer", verdict__in=("accepted", "declined"))
                | models.Q(stage="meeting", verdict__in=("held", "not held"))
                | models.Q(stage="outcome", verdict__in=("agreed", "followed", "ended")),
                name="judgement_verdict_of_its_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="") | models.Q(verdict__in=("declined", "ended")),
                name="judgement_reason_of_a_refusal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.verdict} {self.other_id}"


class WeightSet(models.Model):
    """Weights of the match score for one encoder, from the day they were applied; the latest are in use."""

    encoder = models.CharField(max_length=400)
    applied_at = models.DateTimeField(auto_now_add=True)
    weights = models.JSONField()
    report = models.JSONField()

    class Meta:
        ordering = ("-applied_at", "-id")

    def __str__(self) -> str:
        return f"weights of {self.applied_at:%Y-%m-%d} for {self.encoder}"
