"""Other people's formats: Gambit's `.nfg` and `.efg`, and the objects of nashpy, QuantEcon and pygambit."""
