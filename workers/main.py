"""The `raabta` command: one subcommand per file of workers/commands/, each a function of the file's name."""

import importlib
import os
import pkgutil
import sys
from contextlib import suppress
from typing import NoReturn

import click

from config import WrongSettingError
from workers import commands
from workers.disk_in_words import disk_in_words
from workers.embedded.failures import CannotStartError
from workers.environment import Home, with_embedded_servers
from workers.home_lock import AlreadyRunningError

WITHOUT_SERVERS = {"bench", "check-list", "demo", "verify-account"}  # these need none, or choose their own


class Commands(click.Group):
    """Finds subcommands in workers/commands/, so that checking a list never loads a database driver."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every file of the folder."""
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None where there is no such file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"workers.commands.{name}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="raabta")
@click.pass_context
def raabta(context: click.Context) -> None:
    """Outbound welfare-scheme call campaigns in which every uploaded row ends somewhere.

    With neither DATABASE_URL nor REDIS_URL set, Raabta runs on its own PostgreSQL and Valkey under .run/.
    """
    if context.invoked_subcommand not in WITHOUT_SERVERS:
        os.environ.update(with_embedded_servers(os.environ, Home.of(os.environ)))


def main() -> None:
    """Run a subcommand; what a person can mend is said in sentences, without a traceback."""
    try:
        raabta()
    except WrongSettingError as wrong:
        click.echo(f"Raabta cannot start:\n{wrong}", err=True)
        sys.exit(2)
    except (CannotStartError, AlreadyRunningError) as trouble:
        click.echo(str(trouble), err=True)
        sys.exit(1)
    except OSError as trouble:
        if (words := disk_in_words(trouble)) is None:
            raise
        with suppress(OSError):  # the full disk may be that of the output itself
            click.echo(words, err=True)
        _leave(1)
    except _troubles() as trouble:
        if (words := _in_words(trouble)) is None:
            raise
        click.echo(words, err=True)
        sys.exit(1)


def _leave(code: int) -> NoReturn:
    """End without a second word about output that cannot be written: Python would try it again, and say so at length."""
    with suppress(OSError):
        sys.stdout.flush()
        sys.exit(code)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _troubles() -> tuple[type[Exception], ...]:
    """Return what tells that a server is away or new; asked only then, for many commands load no driver."""
    from workers.servers_away import TROUBLES

    return TROUBLES


def _in_words(trouble: Exception) -> str | None:
    from workers.servers_away import trouble_in_words

    return trouble_in_words(trouble)


if __name__ == "__main__":
    main()
