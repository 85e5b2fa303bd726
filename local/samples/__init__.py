"""The sample documents that a newcomer sees first: fictitious, and made by these modules."""
