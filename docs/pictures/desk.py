"""Draw the pictures of the user guide anew: `python docs/pictures/desk.py`, where Chromium is installed.

The sample year is loaded as of one day, so that the pictures change only when the pages do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as NotReached

from foidesk.pdfpicture import page_pictures

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DAY, PORT = "2026-11-27", 8791
URL = f"http://127.0.0.1:{PORT}"
SIZE = {"width": 1366, "height": 768}
#: name, log-in, a number to open first, address ("{}": the opened application)
PICTURES = (
    ("worklist", "zhoumin", "", "/?show=all"),
    ("register", "zhoumin", "", "/register?channel=internet"),
    ("application", "zhoumin", "某液化气站", "{}"),
    ("draft", "zhoumin", "某幼儿园", "{}/letters/draft?kind=reply"),
    ("approvals", "zhou", "", "/approvals"),
    ("calendar", "zhoumin", "", "/calendar?year=2026"),
    (
        "calculators",
        "zhoumin",
        "",
        "/calculators?sum=clock&c-channel=signed_post&c-arrived=2026-09-30&e1=extended&d1=2026-10-20&m1=20",
    ),
    ("casebook", "zhoumin", "", "/casebook"),
    ("statistics", "zhoumin", "", "/statistics"),
    ("supervision", "zhuguan", "", "/supervision"),
    ("health", "admin", "", "/administration/health"),
)
CASE_FILE, CASE_FILE_PAGES = 3, (0, 1, 8, 12)  #: an application of the sample; pages of its file, from 0


def main() -> None:
    """Serve the sample in a folder of its own and take one picture after the other."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "config.toml", folder)
        command = [
            sys.executable,
            "-c",
            "from foidesk.cli import main; main()",
            "demo",
            "--serve",
            "--port",
            str(PORT),
        ]
        environment = {**os.environ, "FOIDESK_NOW": f"{DAY}T09:30:00+08:00"}
        with subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
        ) as served:
            assert served.stdout is not None
            password = next(found[1] for line in served.stdout if (found := re.search(r"密码：(\S+)", line)))
            try:
                _take(password)
            finally:
                served.terminate()


def _take(password: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as played:
        browser = played.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, login, words, address in PICTURES:
            _one(browser, name, login, password, words, address)
        _case_file(browser, password)


def _case_file(browser: Browser, password: str) -> None:
    """Cover, contents, a page of the clock and a letter of a file of a case, side by side."""
    page = _opened(browser, "zhoumin", password)
    data = page.request.get(f"{URL}/applications/{CASE_FILE}/casefile.pdf?text=full").body()
    drawn = [each.reduce(2) for each in page_pictures(data, longest=1100, most=100)]
    shown = [drawn[n] for n in CASE_FILE_PAGES]
    width, height = shown[0].size
    picture = Image.new("RGB", (len(shown) * (width + 8) - 8, height), (150, 150, 150))
    for n, each in enumerate(shown):
        picture.paste(each, (n * (width + 8), 0))
    file = HERE / "desk-casefile.png"
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(file, optimize=True)
    page.context.close()


def _opened(browser: Browser, login: str, password: str) -> Page:
    """A page of somebody who has come in."""
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
    for _ in range(50):  # until it listens
        try:
            page.goto(URL + "/login")
            break
        except NotReached:
            time.sleep(0.2)
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def _one(browser: Browser, name: str, login: str, password: str, words: str, address: str) -> None:
    page = _opened(browser, login, password)
    if words:
        page.fill("#q", words)
        page.press("#q", "Enter")
        page.wait_for_url("**/search/*")
        page.click("tbody a")
        address = address.format(re.sub(r"^" + URL, "", page.url))
    page.goto(URL + address)
    page.wait_for_timeout(1500)
    file = HERE / f"desk-{name}.png"
    page.screenshot(path=file)
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, optimize=True)
    page.context.close()


if __name__ == "__main__":
    main()
