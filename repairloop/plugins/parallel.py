"""Work spread over all cores, in order. Knows processes, not what they do.

Workers are plain interpreters that load the run's plug-ins. They leave Ctrl-C to their parent, and end when it does,
however it ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    work: Callable[[Task], Result], tasks: Iterable[Task], plugins: list[str], *, many: bool
) -> Iterator[Result]:
    """`map(work, tasks)`; with `many`, on a process for each core, with a bounded number of tasks under way.

    `work`, tasks and results must pickle then. It takes a second or two to start, so `many` is for long work only.
    """
    workers = os.cpu_count() or 1
    if not many or workers == 1:
        yield from map(work, tasks)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(os.getpid(), plugins)) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                with _no_interrupt():
                    waiting.append(pool.submit(work, task))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (KeyboardInterrupt, SystemExit):  # nobody wants it any more, and the pool would wait for it
            waiting.clear()  # the pool's thread tells each that its worker is gone, and cannot tell a cancelled one
            for worker in set(multiprocessing.active_children()) - others:
                worker.kill()
            raise
        finally:
            for future in waiting:
                future.cancel()


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Within, Ctrl-C waits; a process that is started has it blocked for good, from its first line on."""
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _begin(parent: int, plugins: list[str]) -> None:
    from repairloop.plugins.registry import load_plugins

    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    load_plugins(plugins)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
