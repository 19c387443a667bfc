"""The linked population: taken in, invented, computed."""

import typer

from commonweal.site.commands import frailty, invent, omop, population_refresh, rates, score, take_in

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.command("invent")(invent.command)
app.command("take-in")(take_in.command)
app.command("frailty")(frailty.command)
app.command("refresh")(population_refresh.command)
app.command("score")(score.command)
app.command("rates")(rates.command)
app.command("omop")(omop.command)
