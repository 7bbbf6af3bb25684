"""Proposes even grids: blocks stay whole and are joined to as many grids as there are, by village."""
