"""Looking at runs: views folded from their journals; bodies that are replayed to be looked at. Nothing here writes."""
