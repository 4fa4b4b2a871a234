from functools import cached_property
class Report:
    made = 0
    @cached_property
    def data(self):
        Report.made += 1
        return [1, 2]


async def main():
    "use workflow"
    r = Report()
    return r.data is r.data, Report.made, vars(r)
