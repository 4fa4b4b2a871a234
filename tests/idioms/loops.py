async def main():
    "use workflow"
    out = []
    for i in range(5):
        if i == 1: continue
        if i == 4: break
        out.append(i)
    else: out.append('no')
    while out and len(out) < 6:
        out.append(len(out))
    else: out.append('done')
    return out
