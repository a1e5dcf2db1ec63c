"""Agents that can be asked: scripted, replayed, recorded, and models behind a network."""
