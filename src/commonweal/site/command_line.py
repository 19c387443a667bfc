"""The command line: one group a noun, one file a command."""

import typer

from commonweal.site.commands import take_in

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)

population = typer.Typer(no_args_is_help=True, help="The linked population: taken in, invented, computed.")
app.add_typer(population, name="population")
population.command("take-in")(take_in.command)
