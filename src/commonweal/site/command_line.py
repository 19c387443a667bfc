"""The command line: one group a noun, one file a command."""

import typer

from commonweal.site.commands import demo, frailty, invent, take_in
from commonweal.site.late import Late

app = typer.Typer(
    cls=Late, no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
app.command("demo")(demo.command)

population = typer.Typer(no_args_is_help=True, help="The linked population: taken in, invented, computed.")
app.add_typer(population, name="population")
population.command("invent")(invent.command)
population.command("take-in")(take_in.command)
population.command("frailty")(frailty.command)
