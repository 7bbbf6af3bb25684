"""The map's layers, one file each: what is drawn, how, from which source."""
