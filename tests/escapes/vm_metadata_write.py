# expect: stopped AccessRefused
import vm


async def main():
    "use workflow"
    vm.get_workflow_metadata().run_id = "other"
