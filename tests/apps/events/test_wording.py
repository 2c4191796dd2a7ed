"""Reasons are told as they are: kin is not said to be the same."""

from django.utils import translation

from kakehashi.apps.events.wording import reason_text

SHARED = {"code": "SHARED_CONCEPT", "concept": "mould", "offer_phrase": "khuôn", "need_phrase": "射出成形金型"}


def test_kin_is_told_apart_from_the_same() -> None:
    with translation.override("en"):
        assert reason_text(SHARED) == "Both texts name mould: “khuôn” and “射出成形金型”."
        assert reason_text(SHARED | {"kin": False}) == reason_text(SHARED)
        assert reason_text(SHARED | {"kin": True}) == "Both texts are about mould: “khuôn” and “射出成形金型”."
