"""Looking at runs: views folded from their journals. Pure; nothing here writes, and nothing runs a body."""
