async def main():
    "use workflow"
    attempts = []
    for attempt in range(1, 4):
        try:
            if attempt < 3: raise ConnectionError(f"try {attempt}")
        except ConnectionError as error:
            error.add_note("will retry")
            attempts.append((str(error), error.__notes__))
            continue
        else:
            attempts.append("done")
            break
    finally_ran = True
    return attempts, finally_ran
