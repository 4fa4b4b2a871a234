"""Every example and every idiom, run and replayed in other processes, places and Pythons: are the journals equal?

`bodies` says what is run, `record` runs it, `child` replays it in another process, `places` and `pythons` say in
which ones. `python -m tools.determinism` is the whole matrix; the suite takes parts of it.
"""
