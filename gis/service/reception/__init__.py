"""Reception: what devices send becomes durable fixes, in steps that each have a file."""
