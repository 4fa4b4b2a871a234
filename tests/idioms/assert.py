async def main():
    "use workflow"
    try:
        assert 1 == 2, 'message'
    except AssertionError as e: return str(e)
