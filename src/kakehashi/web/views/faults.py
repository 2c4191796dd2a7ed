"""What does a person read when there is no such page, or when something went wrong?"""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return render(request, "404.html", status=404)


def show_fault(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours; rendered without database and request, which may be the cause."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
