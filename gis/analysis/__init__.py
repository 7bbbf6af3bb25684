"""Pure analyses, one file each: frozen parameters and a function from facts to figures."""
