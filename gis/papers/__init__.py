"""Writes papers that people sign: their content as plain values, as Word and as PDF."""
