"""Tests the Python client against a server with prepared answers. In the root of the repository:
PYTHONPATH=clients/python python3 clients/python/tests/test_paretune.py"""
import json
import os
import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock
from urllib import request

import paretune


def answer(status, body=b"", **headers):
    """Returns a whole answer; ``Retry_After`` is the header Retry-After."""
    lines = [f"HTTP/1.0 {status} Prepared", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def lease(trial=1, seconds=30):
    job = {"trial": trial, "attempt": 1, "configuration": {}, "epochs": 1, "seed": 1, "epoch": 0, "leaseSeconds": seconds}
    return answer(200, json.dumps(job).encode())


NO_ANSWER = b""  # The connection is closed instead.
OVER = answer(410, b'{"detail": "the search is completed"}')
CUT_OFF = answer(200, b"{\"de", Content_Length=100)
NOT_HTTP = b"no status line\r\n\r\n"
STOP = answer(200, b'{"decision": "stop", "reason": "completed"}')


class Server(ThreadingHTTPServer):
    """Sends the prepared answers to each kind of request in their order, then the usual one, and keeps the requests."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url, self.requests = f"http://127.0.0.1:{self.server_port}", []
        self.prepared = {"leases": [lease()], "signals": [], "PUT": [], "HEAD": []}
        self.usual = {"leases": OVER, "signals": STOP, "PUT": answer(201), "HEAD": answer(204, Upload_Offset=0)}
        threading.Thread(target=self.serve_forever, args=[0.01], daemon=True).start()

    def received(self, kind):
        return [(headers, body) for one, headers, body in self.requests if one == kind]


class Handler(BaseHTTPRequestHandler):
    def _answer(self):
        kind = self.command if self.command != "POST" else self.path.rsplit("/", 1)[-1]
        self.headers["Path"] = self.path
        self.server.requests.append((kind, self.headers, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
        prepared = self.server.prepared[kind]
        self.wfile.write(prepared.pop(0) if prepared else self.server.usual[kind])

    do_POST = do_PUT = do_HEAD = _answer

    def log_message(self, *_):
        pass


class WithServer(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.slept = mock.patch("time.sleep").start()
        self.addCleanup(mock.patch.stopall)
        self.addCleanup(paretune._open.clear)  # A test that raises leaves its trial open.

    def train(self, checkpoint=b""):
        for trial in paretune.trials(self.server.url, "s"):
            for _ in trial.epochs():
                if checkpoint:
                    trial.save(checkpoint)
                trial.report(accuracy=0.5)


class UploadTests(WithServer):
    def test_a_broken_upload_continues_where_it_ended(self):
        self.server.prepared.update(PUT=[NO_ANSWER], HEAD=[answer(204, Upload_Offset=2)])

        self.train(b"abcd")

        headers, body = self.server.received("PUT")[1]
        self.assertEqual((headers["Content-Range"], body), ("bytes 2-3/4", b"cd"))

    def test_a_checkpoint_that_arrived_but_was_not_stored_is_sent_again(self):
        self.server.prepared.update(PUT=[NO_ANSWER], HEAD=[answer(204, Upload_Offset=4)])

        self.train(b"abcd")

        headers, body = self.server.received("PUT")[1]
        self.assertEqual((headers["Content-Range"], body), (None, b"abcd"))

    def test_an_upload_waits_longer_for_an_answer_after_each_attempt(self):
        self.server.prepared.update(PUT=[NO_ANSWER, NO_ANSWER])

        with mock.patch("urllib.request.urlopen", wraps=request.urlopen) as opened:
            self.train(b"abcd")

        sent = [call for call in opened.call_args_list if call.args[0].get_method() == "PUT"]
        self.assertEqual([call.kwargs["timeout"] for call in sent], [60, 120, 240])

    def test_an_upload_that_another_one_blocks_is_repeated(self):
        self.server.prepared.update(PUT=[answer(409)], HEAD=[answer(204, Upload_Offset=2)])

        self.train(b"abcd")

        self.assertEqual([body for _, body in self.server.received("PUT")], [b"abcd", b"cd"])
        self.slept.assert_called()

    def test_an_upload_without_a_lease_ends_and_the_epoch_is_reported(self):
        self.server.prepared.update(PUT=[answer(409)], HEAD=[answer(409)])

        self.train(b"abcd")

        self.assertEqual(len(self.server.received("PUT")), 1)
        self.assertEqual(len(self.server.received("signals")), 1)

    def test_an_upload_that_came_too_early_is_repeated_after_the_time_that_the_server_names(self):
        self.server.prepared.update(PUT=[answer(429, Retry_After=7)])

        self.train(b"abcd")

        self.assertEqual([body for _, body in self.server.received("PUT")], [b"abcd", b"abcd"])
        self.slept.assert_called_once_with(7)

    def test_an_upload_whose_answer_is_broken_is_repeated(self):
        self.server.prepared.update(PUT=[CUT_OFF, NOT_HTTP])

        self.train(b"abcd")

        self.assertEqual(len(self.server.received("PUT")), 3)

    def test_an_upload_that_is_refused_fails_with_the_reason(self):
        self.server.prepared.update(PUT=[answer(413, b'{"detail": "too large"}')])

        with self.assertRaisesRegex(ValueError, "too large"):
            self.train(b"abcd")


class RequestTests(WithServer):
    def test_a_request_that_came_too_early_is_repeated_after_the_time_that_the_server_names(self):
        self.server.prepared.update(signals=[answer(429, Retry_After=7)])

        self.train()

        self.assertEqual(len(self.server.received("signals")), 2)
        self.slept.assert_called_once_with(7)

    def test_a_request_whose_answer_is_broken_is_repeated(self):
        self.server.prepared.update(leases=[CUT_OFF, lease()], signals=[CUT_OFF, NOT_HTTP])

        self.train()

        self.assertEqual(len(self.server.received("signals")), 3)

    def test_an_error_that_is_not_of_the_api_is_reported_with_its_status(self):
        for body in (answer(403, b"<html>Forbidden</html>"), answer(403, b"{", Content_Length=100)):
            with self.subTest(body):
                self.server.prepared.update(leases=[body])

                with self.assertRaisesRegex(PermissionError, "HTTP Error 403"):
                    self.train()


class ExitTests(WithServer):
    def run_script(self, body):
        script = "import paretune, sys, threading\nurl = sys.argv[1]\n" + body
        paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run([sys.executable, "-c", script, self.server.url], env=paths, capture_output=True, text=True, timeout=30)

    def test_a_failed_script_ends_its_trial(self):
        self.run_script("""
for trial in paretune.trials(url, "s"):
    raise RuntimeError("no such file")
""")

        (_, end), = self.ends()
        self.assertEqual(end, {"attempt": 1, "kind": "end", "outcome": "failed", "reason": "RuntimeError: no such file"})

    def test_a_script_that_ends_while_the_server_is_away_exits_once_the_lease_has_expired(self):
        self.server.usual["signals"] = NO_ANSWER
        for error in ("RuntimeError()", "KeyboardInterrupt()", "SystemExit(1)"):
            with self.subTest(error):
                self.server.prepared["leases"] = [lease(seconds=1)]

                ended = self.run_script(f"""
for trial in paretune.trials(url, "s"):
    raise {error}
""")

                self.assertIn(f"the end of trial 1 was not reported, so its lease expires: no response from {self.server.url}",
                              ended.stderr)
                self.assertNotEqual(ended.returncode, 0)

    def test_a_thread_that_fails_ends_its_own_trial(self):
        self.server.prepared["leases"] = [lease(1), lease(2)]

        ended = self.run_script("""
both = threading.Barrier(2)
def train(device):
    for trial in paretune.trials(url, "s", device=device):
        both.wait()
        if trial.number == 1:
            raise RuntimeError("no such file")
        for epoch in trial.epochs():
            trial.report(accuracy=0.5)
threads = [threading.Thread(target=train, args=[device]) for device in ("cuda:0", "cuda:1")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
""")

        (path, end), = self.ends()
        self.assertEqual(path, "/api/searches/s/trials/1/signals")
        self.assertEqual(end, {"attempt": 1, "kind": "end", "outcome": "failed", "reason": "RuntimeError: no such file"})
        self.assertIn("no such file", ended.stderr)

    def test_a_thread_that_exits_gives_its_trial_back(self):
        self.run_script("""
def train():
    for trial in paretune.trials(url, "s"):
        sys.exit()
thread = threading.Thread(target=train)
thread.start()
thread.join()
""")

        (_, end), = self.ends()
        self.assertEqual(end["outcome"], "givenBack")

    def test_all_trials_that_are_open_when_the_script_ends_are_given_back(self):
        self.server.prepared["leases"] = [lease(1), lease(2)]

        self.run_script("""
open = [next(paretune.trials(url, "s", device=device)) for device in ("cuda:0", "cuda:1")]
""")

        self.assertEqual([end["outcome"] for _, end in self.ends()], ["givenBack", "givenBack"])

    def ends(self):
        signals = [(headers["Path"], json.loads(body)) for headers, body in self.server.received("signals")]
        return [(path, signal) for path, signal in signals if signal["kind"] == "end"]


if __name__ == "__main__":
    unittest.main(buffer=True)
