"""`python -m commonweal` is the command line."""

from commonweal.site.command_line import app

app(prog_name="commonweal")
