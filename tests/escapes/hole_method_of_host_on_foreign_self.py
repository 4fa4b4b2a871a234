# expect: stopped
# hole: public methods of the VM's Python classes can be called on any self, and write to it
import json, logging


async def main():
    "use workflow"
    type(logging.getLogger()).setLevel(json.loads, 5)
    return "written to what all runs share"
