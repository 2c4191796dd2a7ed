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
