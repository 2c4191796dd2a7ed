"""The command line: thin commands over the engines and apps."""

import locale
import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module

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
        return ["demo", "template", "plan", "match", "schedule", "serve"]

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


def main() -> None:
    """Runs the command line; exit status 0 done, 1 no result, 2 wrong input, 130 interrupted."""
    from kakehashi.cli.output import OutputFault, stop_signals_interrupt
    from kakehashi.settings.environment import EnvironmentFault

    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.settings")
        django.setup()
        translation.activate(asked_language(sys.argv[1:]))
        kakehashi.help = _("From two countries' offers and needs to a printed meeting programme.")
        with stop_signals_interrupt():
            kakehashi(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (OutputFault, EnvironmentFault) as fault:
        click.echo(str(fault), err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n" + _("Stopped; nothing was left half-written."), err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
