"""The linked population: taken in, invented, computed."""

import typer

from commonweal.site.commands import frailty, invent, take_in

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.command("invent")(invent.command)
app.command("take-in")(take_in.command)
app.command("frailty")(frailty.command)
