"""Mutation testing of the rules: `make mutate`; what was measured stands in docs/mutation.md."""
