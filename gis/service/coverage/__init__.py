"""Coverage of patrols: counted when a day is closed, and read for any period and edition."""
