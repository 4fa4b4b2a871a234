"""A new user as a graph: account and plan side by side, a mail from a template, a day's sleep, a second mail.

    python -m vm graph vm/examples/signup_graph.py
    python -m vm run vm/examples/signup_graph.py --args '[{"name": "Ada"}]' --virtual-time

The sleep is durable: the process may end meanwhile.
"""

from pydantic import BaseModel

from vm.graph import clone_step, create_workflow, graph_step


class SignUp(BaseModel):
    name: str
    mail: str = "ada@example.org"


class Mail(BaseModel):
    to: str
    text: str


@graph_step(id="account", input_schema=SignUp)
async def account(ctx):
    return {"id": len(ctx.input_data["name"]) * 1000, "name": ctx.input_data["name"]}


@graph_step(id="plan", input_schema=SignUp)
async def plan(ctx):
    return {"plan": "team" if ctx.input_data["mail"].endswith("@example.org") else "free", "seats": 5}


@graph_step(id="greet", input_schema=Mail, retries=3, delay="10s")
async def greet(ctx):
    return f"to {ctx.input_data['to']}: {ctx.input_data['text']}"


signup = (
    create_workflow(id="signup", input_schema=SignUp)
    .parallel([account, plan])
    .map(
        {
            "to": {"init_data": True, "path": "mail"},
            "text": {"template": "welcome {account.name}, your number is {account.id}, your plan is {plan.plan}"},
        }
    )
    .then(greet)
    .sleep("1d")
    .map(
        {
            "to": {"init_data": True, "path": "mail"},
            "text": {"template": "{account.name}, there are {plan.seats} seats: invite somebody"},
        }
    )
    .then(clone_step(greet, id="remind"))
    .map({"mails": {"fn": lambda ctx: [ctx.get_step_result("greet"), ctx.get_step_result("remind")]}})
    .commit()
)
