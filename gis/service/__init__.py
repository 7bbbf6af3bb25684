"""The verbs of the service, one file each: what a door may ask for."""
