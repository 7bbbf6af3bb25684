"""Device protocols, one file each: bytes in, reports out; nobody is looked up here."""
