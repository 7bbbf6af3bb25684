"""Alert rules: made by people, tried on the last days, and judged in the background."""
