"""The access proof: who may open which address, which object, which field; run cell by cell."""
