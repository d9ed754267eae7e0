"""What the judge finds beside broken limits: kept once each, explained by the unit, settled by the office."""
