"""The approval centre: items with time limits, and the cases logged at the counter."""
