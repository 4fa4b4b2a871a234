# expect: stopped vm//FuelExhausted
from vm.errors import FuelExhausted
async def main():
    "use workflow"
    raise FuelExhausted(1)
