"""The closed loop of a case, pure: transitions as data, one engine over them, and the clock."""
