# expect: stopped vm//InternalError
from vm.errors import InternalError
async def main():
    "use workflow"
    raise InternalError('forged')
