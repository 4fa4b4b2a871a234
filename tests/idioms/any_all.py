async def main():
    "use workflow"
    rows = [{"ok": True}, {"ok": False}]
    return any(r["ok"] for r in rows), all(r["ok"] for r in rows), any([]), all([])
