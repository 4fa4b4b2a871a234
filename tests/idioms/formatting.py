class C:
    a = {'k': [1, 2]}
    def __init__(self): self.b = 2


async def main():
    "use workflow"
    return '{0.a[k][1]} {x!r:>5}'.format(C(), x='q'), '{b.b:03}'.format(b=C()), '{} {}'.format(1, 2), '{x}'.format_map({'x': 1}), str.format('{}', 3), '%d %s' % (1, 'x'), 'a-%s' % 'b', 17 % 5, format(3.0, '.1f')
