async def main():
    "use workflow"
    log = []
    def f(kind):
        for i in range(3):
            try:
                if kind == 1: raise KeyError("k")
                if kind == 2: return "returned"
                if kind == 3: continue
                if kind == 4: break
            except (KeyError, ValueError) as e:
                log.append(repr(e))
            else:
                log.append("else")
            finally:
                log.append("finally")
                for j in range(2):
                    if j: break
        return "end"
    return [f(k) for k in range(5)], log
