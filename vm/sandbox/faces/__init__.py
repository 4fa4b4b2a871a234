"""Faces of the event loops that Python people know, on the kernel of one run."""
