# expect: stopped UnknownStep
async def main():
    "use workflow"
    return use_step("nothing")
