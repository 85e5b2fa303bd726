"""Amazon A2I on this machine: flow definitions, human loops, and the workers' page."""
