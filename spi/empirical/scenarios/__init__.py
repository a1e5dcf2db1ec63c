"""Scenarios in three versions, ordinary threat, surrogate threat and no threat, and what makes them comparable."""
