# expect: stopped
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    task = create_task(sleep('1h'))
    for step in task.__await__(): return step
