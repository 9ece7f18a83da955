"""Workers that die, hang, or are interrupted: the build goes on or ends, and nobody is left behind."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiprah.task_runner import LostTask, run_tasks
from kiprah.workers import WorkerPool
from support.command import begin_process
from support.package import package_nodes
from support.sites import make_site

pytestmark = pytest.mark.usefixtures("apart")


def task(what: str) -> str:
    """Do as told; a module's own function, since workers look it up by name."""
    if what == "die":
        os._exit(3)
    if what == "hang":
        time.sleep(60)
    if what in ("nap", "sleep a little"):
        time.sleep(0.5)
    return what.upper()


def done(workers: WorkerPool, *tasks: str) -> dict[str, object]:
    return {finished.task: finished.result for finished in workers.map(task, tasks, parallel=True)}


def test_one_process_and_several_do_the_same() -> None:
    names = [f"n{number}" for number in range(20)]
    with WorkerPool(1) as alone, WorkerPool(3) as workers:
        assert done(alone, *names) == done(workers, *names) == {name: name.upper() for name in names}


@pytest.mark.slow
def test_a_worker_that_dies_costs_its_task_alone() -> None:
    with WorkerPool(2) as workers:
        results = done(workers, "a", "die", "b", "c")
        assert isinstance(results["die"], LostTask) and not results["die"].hung
        assert [results[name] for name in "abc"] == ["A", "B", "C"]
        assert results["die"].problem("x.jpg").code == "worker-died"
        # The crew is whole again.
        assert done(workers, "d", "e") == {"d": "D", "e": "E"}


def process_of(what: str) -> int:
    """Say which process does it."""
    task(what)
    return os.getpid()


@pytest.mark.slow
def test_what_may_end_a_process_is_done_apart_and_the_rest_here() -> None:
    with WorkerPool(3) as workers:
        one_by_one = workers.map(process_of, ["a", "die", "b"], parallel=False, isolate=lambda what: what != "a")
        results = {one.task: one.result for one in one_by_one}
        assert workers._executor is None, "who were begun for a few tasks are gone"
    assert isinstance(results["die"], LostTask) and results["a"] == os.getpid() != results["b"]
    with WorkerPool(1, contains=False) as all_here:
        [one] = all_here.map(process_of, ["a"], parallel=False, isolate=lambda what: True)
    assert one.result == os.getpid()


def test_what_may_end_a_process_is_done_apart_where_there_is_one_worker_too() -> None:
    alone = WorkerPool(1)
    asked = alone.map(process_of, ["a", "die", "b"], parallel=True, isolate=lambda what: what != "a")
    results = {one.task: one.result for one in asked}
    assert isinstance(results["die"], LostTask) and results["a"] == os.getpid() != results["b"]
    assert alone._executor is None, "nobody is left, though nobody ended this pool"
    with pytest.raises(ZeroDivisionError):
        list(alone.map(fail, ["a"], parallel=False, isolate=lambda what: True))
    assert alone._executor is None


def fail(what: str) -> str:
    raise ZeroDivisionError(what)


DISMISSED = """
import os
from kiprah.background_worker import BackgroundWorker
from kiprah.workers import WorkerPool


def pid(_):
    return os.getpid()


def pids(workers, tasks):
    return {one.result for one in workers.map(pid, tasks, parallel=True)}


def gone(pids):
    alive = []
    for one in pids:
        try:
            os.kill(one, 0)
            alive.append(one)
        except ProcessLookupError:
            pass
    return alive == []


helper = BackgroundWorker()
(beside,) = helper.answer(helper.ask(pid, 0), 9)
with WorkerPool(2, helper) as workers:
    first = pids(workers, range(8))
    workers.dismiss(all_of_them=False)
    assert pids(workers, range(8)) <= first | pids(workers, range(20))
    workers.dismiss(all_of_them=True)
    # Once they are gone others can be forked, who know what is defined here.
    workers._ending.join()
    again = pids(workers, range(8))
    assert not again & first, (again, first)
    assert [one.result for one in workers.map(pid, [1], parallel=False)] == [os.getpid()]
print(gone({beside, *first, *again}))
"""


def test_who_is_dismissed_is_gone_in_the_end_and_others_are_begun_for_more() -> None:
    done = subprocess.run([sys.executable, "-c", DISMISSED], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["True"], done.stderr


@pytest.mark.slow
def test_a_worker_that_hangs_costs_its_task_alone() -> None:
    before = time.monotonic()
    with WorkerPool(2) as workers:
        asked = workers.map(task, ["a", "hang", "b"], parallel=True, patience=0.7)
        results = {one.task: one.result for one in asked}
    assert isinstance(results["hang"], LostTask) and results["hang"].hung
    assert (results["a"], results["b"]) == ("A", "B")
    assert time.monotonic() - before < 30, "nobody waited for the sleeper"


def test_nobody_is_left_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), WorkerPool(2) as workers:
        for _ in workers.map(task, ["a", "hang", "b"], parallel=True):
            processes = list((workers._executor._processes or {}).values()) if workers._executor else []
            raise ZeroDivisionError
    # The pool's own thread may be the one that learns of an end, a moment before it says so.
    end = time.monotonic() + 10
    while any(process.is_alive() for process in processes) and time.monotonic() < end:
        time.sleep(0.02)
    assert processes and not any(process.is_alive() for process in processes)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for children in /proc")
def test_an_interrupt_ends_the_build_and_leaves_no_child(tmp_path: Path) -> None:
    folder = (
        make_site(tmp_path, settings="title: Jejak\nurl: https://a.example/\n") / "content/activities/2026-05-01-hari"
    )
    folder.mkdir(parents=True)
    photos = []
    for number in range(30):
        Image.effect_noise((1600, 1200), 60 + number).convert("RGB").save(folder / f"p{number}.jpg", quality=85)
        photos.append(f"{{file: p{number}.jpg, alt: x, people: none}}")
    (folder / "index.md").write_text(f"---\ntitle: Hari\nphotos: [{', '.join(photos)}]\n---\nIsi.\n")
    build = begin_process(tmp_path, "build", "-j2", streams={"stderr": subprocess.PIPE}, own_group=True)
    children: set[int] = set()
    until = time.monotonic() + 60
    while len(children) < 2 and time.monotonic() < until:
        children = set(_children(build.pid))
        time.sleep(0.02)
    time.sleep(0.2)  # they have begun
    assert build.poll() is None, "it was quicker than the interrupt"
    os.killpg(build.pid, signal.SIGINT)
    before = time.monotonic()
    assert build.wait(20) == 130
    assert time.monotonic() - before < 10
    assert build.stderr is not None
    with build.stderr as said:
        assert "Traceback" not in said.read()
    until = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < until:
        time.sleep(0.02)
    assert children and not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert not (tmp_path / "public" / "index.html").exists()


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def test_tasks_run_on_any_executor() -> None:
    broken: list[Executor] = []

    class Unlucky(ThreadPoolExecutor):
        """Loses what is called "die", as a cluster whose machine goes away does."""

        def submit(self, function: Any, /, *args: Any, **named: Any) -> Any:
            if args[0] != "die":
                return super().submit(function, *args, **named)
            future: Future[str] = Future()
            future.set_exception(BrokenExecutor())
            return future

    with Unlucky(2) as executor:
        finished = run_tasks(executor, task, ["a", "die", "b"], alone=lambda: Unlucky(1), abandon=broken.append)
        results = {one.task: one.result for one in finished}
    assert (results["a"], results["b"]) == ("A", "B")
    assert isinstance(results["die"], LostTask) and not results["die"].hung
    assert len(broken) == 2, "the executor that lost a task, and the one it was tried on alone"


def test_what_another_threads_lost_task_has_ended_loses_nothing() -> None:
    ended = ThreadPoolExecutor(1)
    ended.shutdown()
    [one] = run_tasks(ended, task, ["a"], alone=lambda: ThreadPoolExecutor(1), abandon=lambda one: one.shutdown())
    assert one.result == "A"


def test_what_is_lost_is_said_in_one_place() -> None:
    """Who runs tasks asks for what was lost once more by ``run_again``, and names it by one function."""
    calls = {
        path
        for path, nodes in package_nodes().items()
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "LostTask"
    }
    assert calls == {"task_runner.py"}
    codes = {"photo-worker-died", "photo-worker-hung"}
    naming = {
        path
        for path, nodes in package_nodes().items()
        for node in nodes
        if isinstance(node, ast.Constant) and node.value in codes
    }
    assert naming == {"problem_types.py", "imaging/photo_fault.py"}


BESIDE = """
import os, signal, time
from kiprah.background_call import BackgroundCall

PARENT = os.getpid()

def call(what):
    is_child = os.getpid() != PARENT
    if what == "die" and is_child:
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "raise" and is_child:
        raise OSError("no")
    if what == "hang":
        time.sleep(60)
    return what.upper(), is_child

assert BackgroundCall(call, "a" * 200_000).result() == ("A" * 200_000, True), "more than a pipe holds"
assert BackgroundCall(call, "die").result() == ("DIE", False), "it is called here"
assert BackgroundCall(call, "raise").result() == ("RAISE", False)
halfway = BackgroundCall(call, "a" * 200_000)
time.sleep(0.5)
os.kill(halfway._child, signal.SIGKILL)
assert halfway.result() == ("A" * 200_000, False), "half of what it wrote is not believed"
assert BackgroundCall(call, "a" * 200_000).attempt(30) == ("A" * 200_000, True)
assert BackgroundCall(call, "die").attempt(30) is None, "it is not called here"
assert BackgroundCall(call, "hang").attempt(0.2) is None
begun = time.monotonic()
BackgroundCall(call, "hang").end()
assert time.monotonic() - begun < 20
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nobody is left behind")
"""


@pytest.mark.slow
def test_a_call_beside_this_process_ends_as_one_in_it() -> None:
    done = subprocess.run([sys.executable, "-c", BESIDE], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("nobody is left behind\n", "")


WORKER = """
import os, signal, sys, threading, time
from kiprah.background_worker import FIRST, BackgroundWorker
from kiprah.workers import WorkerPool

PARENT = os.getpid()
prepared = []

def call(what):
    is_child = os.getpid() != PARENT
    if what == "die" and is_child:
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "raise" and is_child:
        raise OSError("no")
    if what == "hang":
        time.sleep(60)
    if what == "nap":
        time.sleep(0.5)
    return what.upper(), is_child, len(prepared)

steps = [lambda: prepared.append(1), lambda: prepared.append(2)]
worker = BackgroundWorker(steps)
time.sleep(0.5)
long = worker.ask(call, "a" * 200_000)
assert worker.answer(long, 30) == (("A" * 200_000, True, 2),), "more than a pipe holds"
assert worker.answer(long, 30) == (), "an answer is given once"
several = [worker.ask(call, letter * 300_000) for letter in "bcd"]
assert several == [2, 3, 4], "who asks much at once reads answers meanwhile"
for number, letter in ((4, "D"), (2, "B"), (3, "C")):
    assert worker.answer(number, 30) == ((letter * 300_000, True, 2),), "answers are asked for in any order"
assert worker.answer(worker.ask(call, "raise"), 30) == ()
assert not worker.ask(call, "c"), "it ended with the call that did not end well"
for what in ("die", "hang"):
    worker = BackgroundWorker()
    assert worker.answer(worker.ask(call, what), 0.5) == ()
worker = BackgroundWorker(first=lambda: call("first"))
second = worker.ask(call, "second")
assert worker.answer(second, 30) == (("SECOND", True, 0),) and worker.answer(FIRST, 30) == (("FIRST", True, 0),)
worker.end()
worker = BackgroundWorker(first=lambda: call("raise"))
assert worker.answer(FIRST, 30) == () and not worker.ask(call, "a")
worker = BackgroundWorker()
assert worker.answer(7, 30) == (), "nobody waits for what was not asked"
worker = BackgroundWorker()
os.kill(worker._child, signal.SIGKILL)
time.sleep(0.2)
assert worker.answer(worker.ask(call, "x" * 200_000), 1) == ()


def begun():
    # The threads of a pool that was killed end a moment later, and beside them none is begun.
    while threading.active_count() > 1:
        time.sleep(0.01)
    return BackgroundWorker()


def done(helper, *tasks):
    with WorkerPool(2, helper) as workers:
        return {one.task: one.result[:2] for one in workers.map(call, tasks, parallel=False)}


assert done(begun(), "a", "b", "c") == {"a": ("A", True), "b": ("B", False), "c": ("C", False)}
worker = begun()
os.kill(worker._child, signal.SIGKILL)
# Who asks a moment too late finds nobody to ask, and does it here.
assert {task: result[0] for task, result in done(worker, "a", "b").items()} == {"a": "A", "b": "B"}, "made up for"
with WorkerPool(2, begun()) as workers:
    [b, lost] = workers.map(call, ["die", "b"], parallel=False)
assert (lost.task, lost.result.hung, b.result[1]) == ("die", False, False)
with WorkerPool(2, begun()) as workers:
    [lost] = workers.map(call, ["hang"], parallel=False, patience=0.5)
assert lost.result.hung
try:
    done(begun(), "raise")
except OSError as error:
    assert str(error) == "no"
else:
    raise AssertionError("it raises as it does here")
with WorkerPool(1, begun()) as alone:
    [one] = alone.map(call, ["die"], parallel=False, isolate=bool)
    assert one.result.hung is False
with WorkerPool(2, begun()) as workers:
    asked = workers.map(call, ["a", "b"], parallel=False)
    time.sleep(0.3)
    assert workers._helper.has_answered(1), "it does its share while nobody waits for the rest"
    assert [one.result[:2] for one in asked] == [("B", False), ("A", True)]
assert done(begun()) == {} and done(None, "a") == {"a": ("A", False)}
with WorkerPool(2, begun()) as workers:
    left = workers.submit(call, "left", after_first=True)
    assert not left.is_offered, "nobody asked before its first task was done"
    early = workers.submit(call, "early")
    time.sleep(0.3)
    assert [one.result[1] for one in workers.map(call, ["a"], parallel=False)] == [True]
    assert left.is_offered and left.result()[0] == "LEFT", "whoever had time for it"
    assert early.result() == ("EARLY", True, 0)
    die = workers.submit(call, "die")
    time.sleep(0.3)
    assert die.result().hung is False
with WorkerPool(2, begun()) as workers:
    left = workers.submit(call, "left", after_first=True)
    early = workers.submit(call, "early")
    assert [one.result[1] for one in workers.map(call, ["nap"], parallel=False)] == [True]
    assert left.result() == ("LEFT", False, 0), "who waits does what the helper has not begun"
    late = [workers.submit(call, name) for name in ("nap", "late", "later", "too late")]
    assert [one.is_offered for one in late] == [True, True, False, False], "four in all"
    time.sleep(0.1)
    assert [one.result()[1] for one in (late[2], late[1], late[0])] == [False, False, True]
    assert late[1].result()[1] is False, "it is done once"
with WorkerPool(2) as workers:
    assert workers.submit(call, "die").result() == ("DIE", False, 0), "there is no helper"
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nobody is left behind")
"""


@pytest.mark.slow
def test_a_worker_beside_this_process_takes_one_call_after_another() -> None:
    done = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("nobody is left behind\n", "")


class Unsendable:
    """A task that cannot be pickled: only a worker that was forked with it can do it."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("this one is not sent")


def do_unsendable(one: Unsendable, ending: str) -> str:
    return f"{task(one.what)}{ending}"


def test_many_tasks_are_inherited_and_not_sent() -> None:
    tasks = [Unsendable(f"n{number}") for number in range(40)]
    with WorkerPool(2) as workers:
        # Workers that were begun before know nothing of what comes later: others take their place.
        assert done(workers, "a", "b") == {"a": "A", "b": "B"}
        results = {o.task.what: o.result for o in workers.map(do_unsendable, tasks, "!", parallel=True, inherit=True)}
        assert results == {one.what: f"{one.what.upper()}!" for one in tasks}
        assert done(workers, "c") == {"c": "C"}, "what is sent afterwards is done too"


@pytest.mark.slow
def test_an_inherited_task_that_is_lost_is_tried_alone() -> None:
    names = [f"n{number}" for number in range(40)] + ["die"]
    with WorkerPool(2) as workers:
        results = {one.task: one.result for one in workers.map(task, names, parallel=True, inherit=True)}
    assert isinstance(results.pop("die"), LostTask)
    assert results == {name: name.upper() for name in names[:-1]}
