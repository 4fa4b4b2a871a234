"""One file per module of the standard library that workflow code may import."""
