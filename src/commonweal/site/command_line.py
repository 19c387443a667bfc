"""The command line: one group a noun, one file a command."""

import typer

from commonweal.site.late import Late

app = typer.Typer(cls=Late, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(help="One population known, by everyone who looks after it.")
def commonweal() -> None:
    """Each command comes from a file of its own, when it is asked for."""
