"""Which address shows which page? Every page stands under the language it is read in."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from kakehashi.web.views import event, faults, firm, health, home, participants, programme, unmet

urlpatterns = [
    path("healthz", health.tell_health, name="health"),
    *i18n_patterns(
        path("", home.show_home, name="home"),
        path("events/<slug:event_slug>/", event.show_event, name="event"),
        path("events/<slug:event_slug>/programme/", programme.show_programme, name="programme"),
        path("events/<slug:event_slug>/participants/", participants.show_participants, name="participants"),
        path("events/<slug:event_slug>/unmet/", unmet.show_unmet, name="unmet"),
        path("events/<slug:event_slug>/firms/<slug:firm_slug>/", firm.show_firm, name="firm"),
        path("events/<slug:event_slug>/firms/<slug:firm_slug>/agenda.ics", firm.send_calendar, name="calendar"),
    ),
]
handler404 = faults.show_not_found
handler500 = faults.show_fault
