"""`make faults`: the running portal is harmed, then compared with what its clients were told."""
