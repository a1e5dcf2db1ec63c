"""Parametrised games, with what is known of them by how they are built: the shelf holds instances."""
