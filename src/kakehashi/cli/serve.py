"""`kakehashi serve`: the pages, on this machine."""

import json
import socket
import sys
from collections.abc import Callable
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from gunicorn.app.base import BaseApplication

from kakehashi.cli.main import language_option


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told what to serve by us and not by its own command line."""

    def __init__(self, application: Callable[..., Any], options: dict[str, Any]) -> None:
        self.application, self.options = application, options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Callable[..., Any]:
        return self.application


@click.command("serve", help=_("Serve the pages of what is in the data folder."))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port to serve on."))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=_("Address to listen on. There is no sign-in yet: keep it local."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
@language_option
def command(*, port: int, host: str, as_json: bool) -> None:
    """Runs `kakehashi serve`."""
    call_command("migrate", verbosity=0, interactive=False)
    if as_json:
        click.echo(json.dumps({"address": f"http://{host}:{port}/"}))
    serve_pages(host, port)


def serve_pages(host: str, port: int) -> None:
    """Serves until stopped; ends with exit status 1 when the port is taken."""
    if not _is_free(host, port):
        click.echo(
            _("Port %(port)s on %(host)s is taken: choose another with --port.") % {"port": port, "host": host},
            err=True,
        )
        sys.exit(1)
    from kakehashi.web.wsgi import application

    click.echo(_("Serving on http://%(host)s:%(port)s/ (Ctrl-C stops)") % {"host": host, "port": port}, err=True)
    options = {
        "bind": f"{host}:{port}",
        "workers": 1,
        "threads": 8,
        "worker_class": "gthread",
        "loglevel": "warning",
        "accesslog": "-" if settings.DEBUG else None,
        "control_socket_disable": True,
    }
    _Server(application, options).run()


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
