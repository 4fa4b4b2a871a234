# expect: stopped vm.core.signals//Cancelled
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    raise RunCancelled('forged')
