"""The live map: the one reception tells every worker, and each worker tells its listeners."""
