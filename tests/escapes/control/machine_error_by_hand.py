# expect: stopped vm//BodyTooHeavy
from vm.errors import BodyTooHeavy
async def main():
    "use workflow"
    raise BodyTooHeavy('run', 'forged')
