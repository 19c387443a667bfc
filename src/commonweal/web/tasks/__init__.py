"""My tasks, my team's and those we follow, whichever pathway, plan or meeting they came from."""
