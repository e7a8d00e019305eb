"""Lets Optuna propose the configurations that Paretune trains (README.md): PARETUNE_SEARCH=ID python3 propose.py"""
import argparse
import json
import os
import time
from http.client import HTTPException
from urllib import error, request

import optuna

URL = os.environ.get("PARETUNE_URL", "http://127.0.0.1:8080").rstrip("/")
KEY = os.environ.get("PARETUNE_KEY")
OVER = {"completed", "stopped", "diverged", "outOfMemory", "failed", "cancelled"}


def ask(path="", body=None):
    """Calls the API of the search. Retries while the server is unavailable; a configuration that is added twice is one trial."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {KEY}"} if KEY else {})}
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            with request.urlopen(request.Request(f"{URL}/api/searches/{SEARCH}{path}", data, headers), timeout=30) as answer:
                return json.load(answer)
        except error.HTTPError as refused:
            if refused.code < 500 and refused.code != 429:
                raise SystemExit(json.load(refused)["detail"])
        except (OSError, HTTPException):
            pass
        time.sleep(1)


def configuration(proposal):
    """Returns a proposal of Optuna, with the names and ranges of the space in search.yaml."""
    return {
        "width": proposal.suggest_float("width", 0.1, 1),
        "dilation": proposal.suggest_categorical("dilation", [1, 2]),
        "learningRate": proposal.suggest_float("learningRate", 0.0005, 0.02, log=True),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--trials", type=int, default=12)
    arguments.add_argument("--together", type=int, default=2, help="number of trials at the same time; use the number of devices")
    arguments = arguments.parse_args()

    study = optuna.create_study(directions=["maximize", "minimize"], sampler=optuna.samplers.TPESampler(seed=7))
    running, proposed = {}, 0
    while running or proposed < arguments.trials:
        while len(running) < arguments.together and proposed < arguments.trials:
            proposal, proposed = study.ask(), proposed + 1
            added = ask("/trials", {"trials": [configuration(proposal)]})["trials"][0]
            if "number" in added:
                running[proposal] = added["number"]
            else:  # over a limit: never trained
                print(f"proposal {proposal.number}: {added['skipped']}", flush=True)
                study.tell(proposal, state=optuna.trial.TrialState.FAIL)
        for proposal, number in list(running.items()):
            trial = ask(f"/trials/{number}")["trial"]
            if trial["state"] not in OVER:
                continue
            del running[proposal]
            print(f"trial {number}: {trial['state']}, accuracy {trial['accuracy']}, {trial['macs']} MACs", flush=True)
            if trial["state"] == "completed":
                study.tell(proposal, [trial["accuracy"], trial["macs"]])
            else:
                study.tell(proposal, state=optuna.trial.TrialState.FAIL)
        time.sleep(0.5)
    ask("/finish", {})


if __name__ == "__main__":
    SEARCH = os.environ["PARETUNE_SEARCH"]
    main()
