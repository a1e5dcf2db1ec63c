"""One package a family, with its `FAMILY`: what is asked, how it is drawn, how certificates give the answer."""
