"""The infrastructure, and nothing else."""

from stacks.node import find_node

find_node()  # before any module of this room imports aws_cdk, which starts Node.js at once
