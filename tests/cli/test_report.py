"""`report`: a run as one page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

SOURCE = """
    async def main(items):
        "use workflow"
        total = 0
        api_token = "s3cret-value"
        for item in items:
            total += await look_up(item)
        await sleep("1d")
        if total > 90:
            raise ValueError("</script> too much")
        return total

    async def look_up(item):
        "use step"
        return len(item)
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture
def run(cli: CommandLine) -> CommandLine:
    cli.write("shop.py", SOURCE)
    cli("run", "shop.py", "--args", '[["tea", "<b>pots</b>"]]', "--run-id", "r1", "--virtual-time")
    return cli


def document(page: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(re.search(r"^const data = (.*);$", page, re.M)[1])
    return found


def test_page_holds_everything_and_loads_nothing(run: CommandLine) -> None:
    assert run("report", "r1").out == "wrote run r1 to r1.html\n"
    page = Path("r1.html").read_text()
    assert not re.search(r"https?://|<link|<img|src=", page)
    assert "default-src 'none'" in page
    data = document(page)
    assert (data["run"]["status"], data["run"]["output"], data["run"]["took"]) == ("completed", 14, "1d")
    assert [bar["id"] for bar in data["bars"]] == ["step_1", "step_2", "wait_3"]
    assert len(data["events"]) == data["run"]["events"] == 11
    eighth = data["events"][7]
    assert eighth["tasks"][0]["frames"][0]["line"] == 7
    assert ["total", "14"] in eighth["tasks"][0]["frames"][0]["locals"]
    assert ["api_token", "(redacted)"] in eighth["tasks"][0]["frames"][0]["locals"]
    assert data["events"][8]["tasks"] is None  # as before
    assert data["events"][2]["where"] == ["shop.py", 6, "main"]
    assert list(data["sources"]) == ["shop.py"]


def test_no_text_of_a_run_can_end_the_script(run: CommandLine) -> None:
    run("run", "shop.py", "--args", json.dumps([["x" * 99]]), "--run-id", "r2", "--virtual-time")
    page = run("report", "r2", "-o", "-").out
    assert page.count("</script>") == 1
    data = document(page)
    assert data["run"]["error"]["message"] == "</script> too much"
    assert "</script>" in data["sources"]["shop.py"]


def test_report_answers_in_json_and_refuses_what_it_cannot_do(run: CommandLine) -> None:
    done = run("report", "r1", "-o", "page.html", "--json")
    assert done.document == {"run_id": "r1", "file": "page.html", "size_bytes": Path("page.html").stat().st_size}
    assert run("report", "r1", "-o", "-", "--json").code == 2
    assert "cannot be written" in run("report", "r1", "-o", "nowhere/page.html").err
    assert run("report", "r9").code == 2


def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is here")
    return found


def render(file: Path, *options: str) -> str:
    """Open a page in a headless browser and return its elements as they are when its script has run."""
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", *options]
    done = subprocess.run([*command, file.resolve().as_uri()], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def test_page_is_shown_by_a_real_browser(run: CommandLine) -> None:
    run("report", "r1", "-o", "page.html")
    shown = render(Path("page.html"), "--dump-dom")
    assert "<title>run r1</title>" in shown
    assert shown.count('class="bar"') == 3
    assert "the body waits for step_1" in shown  # the slider begins where the body first stands
    assert "&lt;b&gt;pots&lt;/b&gt;" in shown
    assert "<b>pots" not in shown
    assert re.search(r'class="row at"><span class="n">6</span>', shown)


def test_slider_moves_the_page_to_an_event(run: CommandLine) -> None:
    run("report", "r1", "-o", "page.html")
    page = Path("page.html")
    page.write_text(
        page.read_text().replace("show(Math.min(1, data.events.length - 1));", "slider.value = 7; slider.oninput();")
    )
    shown = render(page, "--dump-dom")
    assert "8/11 step_completed" in shown
    assert "the body waits for wait_3" in shown
    assert re.search(r'class="row at"><span class="n">7</span>', shown)
