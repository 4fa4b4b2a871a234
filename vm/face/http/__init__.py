"""Runs over HTTP: the app that `python -m vm serve` serves, to be mounted in others too. See README.md."""

from vm.face.http.app import make_app
from vm.face.http.auth import Tokens, load_tokens
from vm.face.http.limits import Limits
from vm.face.http.service import Service, find_offers

__all__ = ["Limits", "Service", "Tokens", "find_offers", "load_tokens", "make_app"]
