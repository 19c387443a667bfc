"""`python -m commonweal` is the command line."""

import gc

gc.set_threshold(50_000, 20, 50)  # a command keeps most of what it makes: looking for the rest costs a tenth

from commonweal.site.command_line import app  # noqa: E402  # what this brings in is made with fewer looks too

app(prog_name="commonweal")
