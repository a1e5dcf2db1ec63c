"""One package a family, with its `FAMILY`: what is asked, how it is drawn, and how the answer follows from certificates."""
