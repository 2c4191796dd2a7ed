"""The command line: thin commands over the engines and apps."""

import codecs
import io
import json
import locale
import math
import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import click
import django
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = ("vi", "ja", "ko", "en")


def _environment_language() -> str:
    """The language of the terminal, where it is one of the four; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if code := os.environ.get(name, ""):
            code = (locale.normalize(code) or code)[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


class Seconds(click.FloatRange):
    """A time limit, from a tenth of a second to a day."""

    def __init__(self) -> None:
        super().__init__(min=0.1, max=86_400)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; one that is none (nan) is beyond the limits, like all that the range does not hold."""
        number = click.FLOAT.convert(value, param, ctx)
        return float(super().convert(math.inf if math.isnan(number) else number, param, ctx))


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--lang`, and runs the command in that language."""

    @click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=_environment_language,
        help=_("Language of messages and files (default: the terminal's, else English)."),
    )
    @wraps(command)
    def speaking(*args: object, lang: str, **options: object) -> None:
        with translation.override(lang):
            command(*args, **options)

    return speaking


class LazyGroup(click.Group):
    """Imports a command only when it is asked for, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one uses them."""
        return ["demo", "template", "plan", "match", "schedule", "repair", "learn", "serve"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return import_module(f"kakehashi.cli.{cmd_name}").command  # type: ignore[no-any-return]


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kakehashi")
def kakehashi() -> None:
    """From two countries' offers and needs to a printed meeting programme."""


def asked_language(arguments: list[str]) -> str:
    """The language named after `--lang`, else the terminal's: help speaks it before options are read."""
    for word, following in zip(arguments, [*arguments, ""][1:], strict=True):
        name, _equals, value = word.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return _environment_language()


def _check_environment() -> None:
    """Ends with exit status 2 where the environment cannot be used: the settings read it when they are imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.settings")
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except (RuntimeError, OSError) as fault:  # EnvironmentFault is a RuntimeError, of a package that is not there yet
        click.echo(str(fault), err=True)
        sys.exit(2)


def _escape(error: UnicodeError) -> tuple[str, int]:
    r"""Letters that a terminal lacks as \uXXXX, which JSON reads back."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def main() -> None:
    """Runs the command line; exit status 0 done, 1 no result, 2 wrong input, 130 interrupted."""
    from kakehashi.cli.output import OutputFault, stop_signals_interrupt

    codecs.register_error("kakehashi", _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names in four scripts, on terminals that may know but one
            stream.reconfigure(errors="kakehashi")
    try:
        _check_environment()
        django.setup()
    except KeyboardInterrupt:  # before there are words for it, and before anything could be written
        sys.exit(130)
    try:
        translation.activate(asked_language(sys.argv[1:]))
        kakehashi.help = _("From two countries' offers and needs to a printed meeting programme.")
        with stop_signals_interrupt():
            kakehashi(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except OutputFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n" + _("Stopped; nothing was left half-written."), err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
