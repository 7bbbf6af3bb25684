"""The doors of the page of the watched: what a person may see and say of himself, without an account."""
