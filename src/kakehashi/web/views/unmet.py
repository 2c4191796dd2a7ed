"""Which wishes are not met, and why?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kakehashi.apps.directory.queries import is_called
from kakehashi.apps.events.queries import participants_of
from kakehashi.apps.meetings.models import UnmetWish
from kakehashi.apps.meetings.queries import count_unmet, programme_of, unmet_wishes
from kakehashi.apps.meetings.wording import asked_text, reason_label, unmet_text
from kakehashi.engines.language import fold
from kakehashi.web import localised
from kakehashi.web.naming import short_name
from kakehashi.web.views.addresses import chosen, event_at, frame

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wish not met, in words."""

    wish: UnmetWish
    asked: str
    reason: str


def in_words(wishes: Iterable[UnmetWish]) -> list[Refusal]:
    """The wishes with how they came about and why they are not met, in the reader's language."""
    return [Refusal(wish, asked_text(wish.asked), unmet_text(wish.reason, _about(wish))) for wish in wishes]


def _about(wish: UnmetWish) -> dict[str, Any]:
    """What the reason is about, the two firms by the names that the reader can read."""
    reader = localised.reader_language()
    both = (wish.first.organisation, wish.second.organisation)
    shown = {firm.name: short_name(firm, reader).text for firm in both}
    return {**wish.about, "firms": [shown.get(name, name) for name in wish.about.get("firms", ())]}


def _names(wish: UnmetWish, folded: str) -> bool:
    return any(is_called(p.organisation, folded) for p in (wish.first, wish.second))


def show_unmet(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The table of wishes not met, narrowed by firm, by reason and by how they came about."""
    event = event_at(event_slug)
    programme = programme_of(event)
    counted = count_unmet(programme)
    reason = chosen(request.GET.get("reason"), counted)
    asked = chosen(request.GET.get("asked"), ("must", "want", "match"))
    found = unmet_wishes(programme, reason)
    if asked:
        found = [wish for wish in found if (wish.asked or "match") == asked]
    name = request.GET.get("q", "").strip()[:100]
    if name:
        found = [wish for wish in found if _names(wish, fold(name))]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        **frame(event, participants_of(event), "unmet"),
        "refusals": in_words(page.object_list),
        "page": page,
        "reasons": [(code, reason_label(code), n) for code, n in counted.items()],
        "reason": reason,
        "asked": asked,
        "name": name,
        "ways": [("must", asked_text("must")), ("want", asked_text("want")), ("match", asked_text(""))],
        "total": sum(counted.values()),
        "programme": programme,
    }
    return render(request, "web/unmet.html", shown)
