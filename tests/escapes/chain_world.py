# expect: stopped NotAvailable
import world.sqlite


async def main():
    "use workflow"
    return world.sqlite.open_world
