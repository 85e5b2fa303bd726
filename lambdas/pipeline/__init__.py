"""The story of a document, from its arrival to its result."""
