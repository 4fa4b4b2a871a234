"""The guide: a page for each thing that one does with workflows. A test executes every command and snippet in it."""
