from string import Template


async def main():
    "use workflow"
    class P:
        x = 3
    name, value = "n", 3.14159
    return (f"{name!r:>6}|{value:<8.2f}|{value=:.1f}", "{} {1}".replace("{} ", "").format(0, 1), "{0.x} {d[k]}".format(P(), d={"k": 9}), "%s %05d %.2f %%" % ("a", 42, 1.5),
            "%(a)s" % {"a": 1}, Template("$who owes ${what}").substitute(who="a", what="b"), f"{'nested ' + f'{1 + 1}'}", f"{1000000:_}", f"{255:#x}", "{:^5}".format("m"), f"{name:{'>'}{4}}")
