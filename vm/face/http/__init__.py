"""The VM over HTTP: an ASGI app that can be served by itself or mounted in another."""
