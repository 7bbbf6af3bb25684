"""An archive of closed days in open files, and the analyses that run over it on any number of machines."""
