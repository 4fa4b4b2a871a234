TABLE = {("idle", "start"): "running", ("running", "stop"): "idle", ("running", "fail"): "broken"}
class Machine:
    def __init__(self): self.state, self.trace = "idle", []
    def feed(self, event):
        following = TABLE.get((self.state, event))
        if following is None: raise ValueError(f"{event} while {self.state}")
        self.trace.append((self.state, following))
        self.state = following


async def main():
    "use workflow"
    m = Machine()
    for event in ("start", "stop", "start", "fail"): m.feed(event)
    try: m.feed("start")
    except ValueError as e: return m.state, m.trace, str(e)
