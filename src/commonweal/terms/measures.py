"""How a wait is laid out along its limit."""

STEPS = 20  # places on a curve for each time its limit
TIMES = 3  # how often the limit a curve is drawn for
