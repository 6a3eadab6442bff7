"""The command line. Each command's module is loaded when it is called, Django set up first if it needs it."""

from __future__ import annotations

import importlib
import os
from typing import Any

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, IntegrityError

from kotinos.kit import privacy

COMMANDS = {
    # name: (module, needs Django)
    "run": ("run", False),
    "edge": ("edge", False),
    "import": ("feeds", True),
    "replay": ("feeds", True),
    "odf": ("odf", False),
    "key": ("keys", True),
    "notice": ("notice", True),
    "news": ("news", True),
    "venues": ("venues", True),
    "reports": ("reports", True),
    "quarantine": ("data", True),
    "ops": ("ops", False),
    "rebuild": ("data", True),
    "migrate": ("data", True),
    "backup": ("upkeep", True),
    "verify": ("upkeep", True),
    "restore": ("upkeep", True),
    "doctor": ("doctor", True),
    "admit": ("upkeep", True),
    "prepare": ("rehearsal", True),
    "fold": ("services", True),
    "intake": ("services", True),
    "pages": ("services", True),
    "front": ("services", True),
    "rehearse": ("rehearsal", True),
    "forward": ("forward", True),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when asked for. What is wrong outside us ends in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module loaded now."""
        if cmd_name not in COMMANDS:
            return None
        module, needs_django = COMMANDS[cmd_name]
        if needs_django:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotinos.site.settings")
            try:
                django.setup()
            except (OSError, ValueError) as error:  # the data folder, or what a setting says
                raise click.ClickException(f"cannot start: {error}") from error
            except ImproperlyConfigured as error:
                if "psycopg" not in str(error):  # a mistake of ours
                    raise
                raise click.ClickException(
                    "KOTINOS_DATABASE_URL names a PostgreSQL, and its driver is not installed: "
                    "pip install 'kotinos[postgres]'"
                ) from error
        found: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), f"{cmd_name}_command")
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What the machine does not allow or have is told without a traceback."""
        try:
            return super().invoke(ctx)
        except PermissionError as error:
            raise click.ClickException(str(error)) from error
        except DatabaseError as error:
            if isinstance(error, IntegrityError):  # a mistake of ours
                raise
            told = str(error).strip().partition("\n")[0]
            raise click.ClickException(
                f"the database cannot be used: {told}. A new or older one: kotinos migrate"
            ) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kotinos")
def main() -> None:
    """Kotinos: a Games is a log of messages; everything else is a reading of that log."""
    os.umask(privacy.OWNER)
