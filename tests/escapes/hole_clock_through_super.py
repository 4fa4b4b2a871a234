# expect: stopped
# hole: super().now() asks the host's clock: the guard sees a super object, no datetime
from datetime import datetime
class D(datetime):
    @classmethod
    def host(cls): return super().now()


async def main():
    "use workflow"
    return D.host()
