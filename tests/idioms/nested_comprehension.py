async def main():
    "use workflow"
    return [(a, b) for a in range(2) for b in 'xy']
