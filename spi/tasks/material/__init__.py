"""What families of items share: people and settings, draws, shapes, programs in words, certificates read for labels."""
