"""The infrastructure, and nothing else."""
