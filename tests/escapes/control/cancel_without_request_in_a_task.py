# expect: stopped vm.core.signals//Cancelled
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    async def other(): raise RunCancelled('forged')
    await create_task(other())
