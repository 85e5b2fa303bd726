"""The local AWS: the same stack on this machine."""
