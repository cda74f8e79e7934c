#!/usr/bin/env bash
# Fetches what tests/service/test_browser.py wants besides Playwright: a Chromium and axe-core, from npm's registry, into
# .venv/browser. Called by `make test`, once. Where there is no npm, or no registry, it says so, and those tests are skipped.
#
# No script of a package is run: packages are unpacked, and what is packed by brotli is unpacked by node itself.
set -euo pipefail
cd "$(dirname "$0")/.."
CHROMIUM=147.0.0 AXE=4.14.1
into=.venv/browser

without() { printf 'no browser, so its tests will be skipped: %s\n' "$*"; exit 0; }

rm -rf "$into"
mkdir -p "$into"
touch "$into/tried"
[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || without "the one that is fetched is for Linux on x86-64"
command -v npm >/dev/null && command -v node >/dev/null || without "npm and node are not there"
cd "$into"
printf 'fetching a browser for the tests of the service\n'
timeout 120 npm pack --silent "@sparticuz/chromium@$CHROMIUM" "axe-core@$AXE" >npm.log 2>&1 ||
  without "npm could not fetch it; the log is $into/npm.log"
for package in *.tgz; do tar --no-same-owner -xzf "$package"; mv package "${package%.tgz}"; done
node -e '
  const fs = require("fs"), zlib = require("zlib"), [from, ...names] = process.argv.slice(1);
  for (const name of names) fs.writeFileSync(name, zlib.brotliDecompressSync(fs.readFileSync(`${from}/${name}.br`)));
' "sparticuz-chromium-$CHROMIUM/bin" chromium al2023.tar fonts.tar swiftshader.tar
tar --no-same-owner -xf al2023.tar
tar --no-same-owner -xf fonts.tar
tar --no-same-owner -xf swiftshader.tar
mv "axe-core-$AXE/axe.min.js" .
chmod +x chromium
rm -rf ./*.tgz ./*.tar "sparticuz-chromium-$CHROMIUM" "axe-core-$AXE"
LD_LIBRARY_PATH=$PWD/lib timeout 60 ../bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as started:
    page = started.chromium.launch(executable_path="./chromium", args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]).new_page()
    assert page.evaluate("6 * 7") == 42
' >start.log 2>&1 || { rm -f chromium; without "the one that was fetched does not start here; the log is $into/start.log"; }
