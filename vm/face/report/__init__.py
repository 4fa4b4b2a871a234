"""A run as one page that needs nothing else: waterfall, events, source, and a slider over its variables."""
