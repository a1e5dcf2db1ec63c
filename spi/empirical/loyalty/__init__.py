"""Whose side is an agent on? Leaks and over-refusals of agents that bargain for a principal."""
