"""Negotiations that are played: strategies, protocols as referees, and tournaments whose draws depend on no order."""
