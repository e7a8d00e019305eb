"""Trains the trials of a Paretune search. Implements version 1 of docs/protocol.md; docs/programs.md is the guide."""
from __future__ import annotations

import atexit
import json
import os
import socket
import sys
import threading
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Set, Tuple, Union
from urllib import error, request

__all__ = ["Trial", "trials"]

Cost = Callable[[Dict[str, Any]], Union[int, Mapping[str, int]]]
_FIELDS = frozenset("epoch accuracy loss seconds parameters bytes trainLoss trainAccuracy topFive learningRate examplesPerSecond".split())
_FOLDER = os.environ.get("PARETUNE_CHECKPOINT")  # Set in a command that a worker runs; the worker renews its lease.
_LOST = (OSError, HTTPException)  # No answer, or a broken one.
_open: Set[Trial] = set()


class Trial:
    """One configuration to train; ``trial["depth"]`` is the value of a hyperparameter, ``total`` the number of epochs."""

    def __init__(self, job: Mapping[str, Any], defaults: Mapping[str, Any], server: Optional[_Server], idle_timeout: float) -> None:
        self.configuration: Dict[str, Any] = {**defaults, **job["configuration"]}
        self.number, self.attempt, self.seed = job["trial"], job["attempt"], job["seed"]  # type: int, int, int
        self.total, self.reported = job["epochs"], job["epoch"]  # type: int, int
        self.decision, self.reason, self.sizes = "continue", "", {}  # type: str, str, Dict[str, int]
        # The folder in which a command may keep its own files, and the epoch of the newest checkpoint.
        self.folder, self.kept = _FOLDER, job.get("checkpoint", {"epoch": 0})["epoch"]
        self._job, self._server, self._idle_timeout, self._path = job, server, idle_timeout, f"trials/{self.number}"
        self._thread = threading.current_thread()
        self._until = float("inf")  # When to give up a signal that gets no answer, on the monotonic clock.
        self._epoch, self._loaded, self._began, self._heard, self._over = 0, 0, time.monotonic(), time.monotonic(), threading.Event()

    def __getitem__(self, name: str) -> Any:
        return self.configuration[name]

    def epochs(self, after: Optional[int] = None) -> Iterator[int]:
        """The epochs to train, each to be reported. Ends when the trial is over for this process, for any reason.
        Starts after epoch ``after`` if it is given, as for a checkpoint of your own, else after the checkpoint that ``load`` returned."""
        for epoch in range((self._loaded if after is None else after) + 1, self.total + 1):
            if self.decision == "continue":
                self._epoch, self._began = epoch, time.monotonic()
                yield epoch

    def report(self, accuracy: float, loss: Optional[float] = None, **more: float) -> bool:
        """Reports the epoch; returns once the report is stored, and False if this process must stop training the trial.
        ``more`` takes the other keys of the protocol and the search's own metrics."""
        values = {"epoch": self._epoch, "accuracy": accuracy, "loss": loss, "seconds": time.monotonic() - self._began, **self.sizes, **more}
        body = {name: _number(value) for name, value in values.items() if value is not None and name in _FIELDS}
        if own := {name: _number(value) for name, value in more.items() if name not in _FIELDS}:
            body["metrics"] = own
        if self._server is None:
            print(json.dumps(body), flush=True)
        return self._tell({"kind": "report", **body})

    def load(self) -> Optional[bytes]:
        """Returns the newest checkpoint of this trial, saved on any machine; ``epochs`` then continues after it. None if there is none."""
        if self._server is None or "checkpoint" not in self._job:
            return None
        self._loaded = self.kept
        return Path(_FOLDER, "checkpoint").read_bytes() if _FOLDER else self._server.ask("GET", self._job["checkpoint"]["url"])[1]

    def save(self, data: bytes) -> None:
        """Saves a checkpoint of this epoch, so that another worker can resume from it. Call it before ``report``."""
        if _FOLDER:
            Path(_FOLDER, "checkpoint.part").write_bytes(data)
            os.replace(Path(_FOLDER, "checkpoint.part"), Path(_FOLDER, "checkpoint"))
        elif self._server is not None and self.decision == "continue":
            self._server.put(f"{self._path}/checkpoints/{self._epoch}?attempt={self.attempt}", data)
            self._heard = time.monotonic()

    def end(self, outcome: str, reason: str = "") -> None:
        """Ends the attempt before its last epoch: ``failed``, ``outOfMemory`` or ``givenBack``."""
        if self.decision == "continue":
            self._tell({"kind": "end", "outcome": outcome, "reason": reason[-4000:]})
        self._over.set()

    def _count(self, cost: Cost) -> None:
        counted = _number(cost(dict(self.configuration)))
        self.sizes = {"parameters": counted} if isinstance(counted, int) else dict(counted)
        if self._server:
            self._obey(self._server.post("costs", {"trial": self.number, "attempt": self.attempt, **self.sizes}))

    def _tell(self, signal: Mapping[str, Any], is_heard: bool = True) -> bool:
        self._heard = time.monotonic() if is_heard else self._heard
        return self._server is None or self._obey(self._server.post(
            f"{self._path}/signals", {"attempt": self.attempt, **signal}, self._until))

    def _leave(self, outcome: str, reason: str, since: float) -> None:
        # Ends an attempt whose code no longer runs. Gives up once the lease has expired, because the server then ends the attempt anyway.
        self._over.set()
        self._until = since + self._job["leaseSeconds"]
        try:
            self.end(outcome, reason)
        except (OSError, ValueError) as refused:
            print(f"paretune: the end of trial {self.number} was not reported, so its lease expires: {refused}", file=sys.stderr)

    def _obey(self, answer: Mapping[str, str]) -> bool:
        if answer["decision"] != "continue":
            self.decision, self.reason = answer["decision"], answer["reason"]
            self._over.set()
        return self.decision == "continue"

    def _beat(self) -> None:
        # Stops renewing the lease after the idle timeout without a report or a checkpoint, so that a hung training loses its lease.
        while not self._over.wait(self._job["leaseSeconds"] / 3) and time.monotonic() - self._heard < self._idle_timeout:
            self._tell({"kind": "progress", "epoch": max(1, self._epoch)}, is_heard=False)


def trials(url: Optional[str] = None, search: Optional[str] = None, *, cost: Optional[Cost] = None,
           defaults: Optional[Mapping[str, Any]] = None, epochs: int = 1, worker: Optional[str] = None, device: str = "python",
           key: Optional[str] = None, idle_timeout: float = 3600) -> Iterator[Trial]:
    """Yields the trials to train, one at a time, until the search has ended; without a server, one trial with the defaults.
    url, search and key default to PARETUNE_URL, PARETUNE_SEARCH and PARETUNE_KEY. cost counts the parameters of a configuration.
    docs/programs.md explains all arguments."""
    said = [value or os.environ.get(f"PARETUNE_{name}") for value, name in ((url, "URL"), (search, "SEARCH"), (key, "KEY"))]
    if said[0] and not said[1]:
        raise ValueError("search: required with a server; pass the ID of a search, or set PARETUNE_SEARCH")
    server = _Server(said[0], said[1] or "", said[2]) if said[0] else None
    who = {"worker": worker or f"{socket.gethostname()}-{os.getpid()}", "device": device, "session": os.urandom(16).hex()}
    alone = {"configuration": {}, "trial": 1, "attempt": 1, "seed": 1, "epochs": epochs, "epoch": 0, "leaseSeconds": 30}
    for job in server.jobs(who) if server else [alone]:
        trial = Trial(job, defaults or {}, server, idle_timeout)
        _open.add(trial)
        if server and not _FOLDER:
            threading.Thread(target=trial._beat, daemon=True).start()
        if cost:
            trial._count(cost)
        try:
            if trial.decision == "continue":
                yield trial
        finally:
            trial._over.set()  # Stops renewing the lease, also if the caller left the loop; _fail_thread or _leave then reports the reason.
        trial.end("completed")  # Does nothing if the trial is over. If epochs are missing, the server fails the attempt.
        _open.discard(trial)


class _Server:
    def __init__(self, url: str, search: str, key: Optional[str]) -> None:
        self._root, self._base = url.rstrip("/"), f"/api/searches/{search}"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def jobs(self, who: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        while True:
            status, body, headers = self.ask("POST", f"{self._base}/leases", who, over=410)
            if status == 200:
                yield json.loads(body)
            elif status == 410:
                return
            else:
                time.sleep(float(headers.get("Retry-After", "2")))

    def post(self, path: str, body: Mapping[str, Any], until: float = float("inf")) -> Any:
        return json.loads(self.ask("POST", f"{self._base}/{path}", body, until=until)[1])

    def put(self, path: str, data: bytes) -> None:
        offset, patience = 0, 60.0
        while True:
            headers = {"Content-Range": f"bytes {offset}-{len(data) - 1}/{len(data)}"} if offset else {}
            try:
                self._send("PUT", f"{self._base}/{path}", data[offset:], {"Content-Type": "application/octet-stream", **headers}, patience)
                return
            except error.HTTPError as refused:
                if (refused.code < 500 and refused.code not in (409, 429)) or refused.code == 507:
                    raise ValueError(_detail(refused)) from None
                lost, pause = str(refused), _pause(refused, 1)
            except _LOST as broken:
                lost, pause = str(broken), 1.0
                patience = min(patience * 2, 960)  # Storing a large checkpoint may take longer than sending it.
            time.sleep(pause)
            status, _, answered = self.ask("HEAD", f"{self._base}/{path}", over=409)
            if status == 409:
                return  # The lease is lost; the answer to the next report says why.
            print(f"paretune: the checkpoint is not stored yet, retrying: {lost}", file=sys.stderr)
            received = int(answered.get("Upload-Offset", "0"))
            offset = received if received < len(data) else 0  # A part has at least one byte.

    def ask(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None, over: int = 0,
            until: float = float("inf")) -> Tuple[int, bytes, Any]:
        data, pause = None if body is None else json.dumps(body, allow_nan=False).encode(), 0.2
        while True:  # Every request may be repeated.
            try:
                headers = {"Content-Type": "application/json"} if data else {}
                return self._send(method, path, data, headers, max(1, min(60, until - time.monotonic())))
            except error.HTTPError as refused:
                if refused.code == over:
                    return refused.code, b"", refused.headers
                if refused.code < 500 and refused.code != 429:
                    raise (PermissionError if refused.code in (401, 403) else ValueError)(_detail(refused)) from None
                lost, wait = f"{self._root} answered {refused}", _pause(refused, pause)
            except _LOST as broken:
                lost, wait = f"no response from {self._root}: {broken}", pause
            if time.monotonic() + wait > until:
                raise ConnectionError(lost)
            print(f"paretune: {lost}; retrying", file=sys.stderr)
            time.sleep(wait)
            pause = min(pause * 2, 10)

    def _send(self, method: str, path: str, data: Optional[bytes], headers: Mapping[str, str],
              timeout: float = 60) -> Tuple[int, bytes, Any]:
        asked = request.Request(self._root + path, data, {**self._headers, **headers}, method=method)
        with request.urlopen(asked, timeout=timeout) as answer:
            return answer.status, answer.read(), answer.headers


def _pause(refused: error.HTTPError, default: float) -> float:
    after = refused.headers.get("Retry-After", "")
    return float(after) if after.isdigit() else default  # A proxy may send a date.


def _detail(refused: error.HTTPError) -> str:
    try:
        problem = json.loads(refused.read() or b"{}")
    except (ValueError, *_LOST):
        return str(refused)  # The page of a proxy, or an answer that was cut off.
    errors = "; ".join(": ".join(filter(None, (one["field"], one["message"]))) for one in problem.get("errors", []))
    return errors or problem.get("detail") or str(refused)


def _number(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value  # numpy, torch
    is_none = isinstance(value, float) and not abs(value) < float("inf")
    return str(value).replace("nan", "NaN").replace("inf", "Infinity") if is_none else value


def _fail_thread(ended: threading.ExceptHookArgs) -> None:
    _print_thread(ended)
    if isinstance(ended.exc_value, Exception):
        _end({trial for trial in list(_open) if trial._thread is ended.thread}, ended.exc_value)


_print_thread, threading.excepthook = threading.excepthook, _fail_thread


@atexit.register
def _leave() -> None:
    failure = getattr(sys, "last_value", None)
    failure = None if isinstance(failure, KeyboardInterrupt) else failure
    if failure is not None or not _FOLDER:  # In a command, the worker evaluates the exit code instead.
        _end(set(_open), failure)


def _end(left: Set[Trial], failure: Optional[BaseException]) -> None:
    outcome, reason, now = "givenBack", "the program ended before the trial was complete", time.monotonic()
    if failure is not None:
        is_memory = isinstance(failure, MemoryError) or type(failure).__name__ == "OutOfMemoryError"
        outcome, reason = "outOfMemory" if is_memory else "failed", f"{type(failure).__name__}: {failure}".rstrip(": ")
    for trial in left:
        trial._leave(outcome, reason, now)
    _open.difference_update(left)
