"""Measured responses of agents: tables, estimates, policies and experiments."""
