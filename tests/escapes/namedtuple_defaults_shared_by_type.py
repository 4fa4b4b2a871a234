# expect: stopped
import vm


async def main():
    "use workflow"
    class P(type(vm.get_workflow_metadata())): pass
    P._field_defaults["run_id"] = "poison"
