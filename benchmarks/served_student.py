"""A student behind a real server through the whole loop: vLLM serves it, a command trains it, the adapters are loaded
at run time, and the loop closes.

The bundled student under `vllm serve --enable-lora`; trainer `command` with the product's own `repairloop.students.train_lora`;
`train.serve_as` is the example of docs/servers.md. On a CPU vLLM's LoRA answers 1.5 probes a second, so this takes half
an hour on two cores.

    python benchmarks/served_student.py [OUT]
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import machine

import repairloop
from repairloop.config import load_config
from repairloop.students import has_nvidia_gpu, smollm2

NAME = "smollm2"
LOAD = (
    """curl -fsS {url}/load_lora_adapter -H "Content-Type: application/json" """
    """-d '{"lora_name": "{name}", "lora_path": "{adapter}"}'"""
)
START_SECONDS = 600.0
ENVIRONMENT = {
    "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "True", "VLLM_CPU_KVCACHE_SPACE": "2", "VLLM_NO_USAGE_STATS": "1",
    "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE", "VLLM_LOGGING_LEVEL": "WARNING",
}  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="served-student-"))
    weights = smollm2.weights()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/v1"
    config = load_config(preset="smoke", student=f"openai:{url}#{NAME}", trainer="command")
    settings = config.train.model_dump(
        include={"rank", "learning_rate", "epochs", "batch_size", "loss", "checkpoints", "max_tokens"}
    )
    trainer = [
        sys.executable,
        "-m",
        "repairloop.students.train_lora",
        "{dataset}",
        "{weights}",
        "{out}",
        json.dumps(settings | {"seed": 0}),
    ]
    config = load_config(
        preset="smoke", student=config.student, trainer="command",
        train={"command": shlex.join(trainer), "weights": str(weights), "serve_as": LOAD},
        server={"connections": 16, "timeout": 600.0},
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    serve = [
        sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", str(weights), "--served-model-name", NAME,
        "--port", str(port), "--enable-lora", "--max-lora-rank", str(config.train.rank), "--max-model-len", "2048",
        "--enforce-eager", "--dtype", "auto" if has_nvidia_gpu() else "bfloat16",
    ]  # fmt: skip
    with (folder / "vllm.log").open("w") as log:
        server = subprocess.Popen(serve, stdout=log, stderr=log, env={**ENVIRONMENT, **os.environ})
    started = time.monotonic()
    try:
        wait_for(url, server)
        loaded = time.monotonic() - started
        run = repairloop.run(config, folder / "run", lambda event: print(event) if event["event"] == "notice" else None)
        seconds = time.monotonic() - started - loaded
        served = [model["id"] for model in models(url)]
    finally:
        server.terminate()
        server.wait(60)
    decision = run.summary()
    summary = decision["summary"]
    gain = summary.get("targeted_unseen") or {}
    body = (
        f"vLLM loaded in {loaded:.0f} s; the run took {seconds / 60:.0f} min. Verdict: **{decision['verdict']}** "
        f"({decision['reason']}).\n\nTargeted areas on unseen wording: {json.dumps(gain)}\n\n"
        f"Dial: {json.dumps(summary['dial'])}\n\nServed in the end: {', '.join(served)}\n"
    )
    machine.write(
        "served_student", "A student behind vLLM, trained by a command, its adapters loaded at run time", body
    )


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("vLLM ended; see vllm.log")
        try:
            models(url)
        except OSError:
            time.sleep(1)
        else:
            return
    sys.exit("vLLM did not start in time; see vllm.log")


def models(url: str) -> list[dict[str, str]]:
    with urllib.request.urlopen(f"{url}/models", timeout=10) as reply:
        return list(json.load(reply)["data"])


if __name__ == "__main__":
    main()
