"""Limits of servers that decant learns: after the first 50 requests next to no refusals, and next to nothing of the rate
left unused. The limits are drawn anew for each run; DECANT_RATE_FULL=1 draws them from the whole range, which takes up to
two minutes."""

import json
import os
import random
import threading
import time
import unittest

from harness import Case

PAGES = 3000
FULL = os.environ.get("DECANT_RATE_FULL") == "1"


class Limit:
    """Counts in windows that follow each other, from the first request on, and answers as a server does."""

    def __init__(self, requests, window, announced):
        self.requests, self.window, self.announced = requests, window, announced
        self.lock = threading.Lock()
        self.begin, self.taken = 0.0, 0
        self.answers = []  # (time, status)

    def __str__(self):
        return f"{self.requests} per {self.window} s, {'announced' if self.announced else 'not announced'}"

    def answer(self, path):
        with self.lock:
            now = time.monotonic()
            if now - self.begin >= self.window:
                self.begin, self.taken = now, 0
            status = 200 if self.taken < self.requests else 429
            self.taken += status == 200
            self.answers.append((now, status))
            left = int(self.begin + self.window - now) + 1
            headers = {"Retry-After": str(left)} if status == 429 else {}
            if self.announced:
                headers |= {
                    "X-RateLimit-Limit": str(self.requests),
                    "X-RateLimit-Remaining": str(self.requests - self.taken),
                    "X-RateLimit-Reset": str(left),
                }
        page = int(path.rpartition("=")[2]) if "=" in path else 0
        body = {"items": [{"id": page}]}
        if page + 1 < PAGES:
            body["next"] = f"items?page={page + 1}"
        return status, headers, json.dumps(body).encode()

    def refused(self):
        later = self.answers[50:]
        return sum(status == 429 for _, status in later) / len(later)

    def used(self):
        later = self.answers[50:]
        taken = sum(status == 200 for _, status in later)
        return taken / (later[-1][0] - later[0][0]) / (self.requests / self.window)


class Rate(Case):
    def setUp(self):
        super().setUp()
        del self.environment["DECANT_TEST_CLOCK"]  # the limits are those of real time

    def load(self, limit, failures):
        api = self.server(lambda path: limit.answer(path))
        name = f"rate_{limit.window}_{'told' if limit.announced else 'quiet'}"
        config = self.write(
            f"{name}.yaml",
            f"pipeline: {{ name: {name} }}\nsource:\n  type: rest_api\n"
            f"  client: {{ base_url: '{api.base_url}', paginator: {{ type: json_link, next_url_path: next }} }}\n"
            "  resources: [{ name: items, endpoint: { path: items, data_selector: items } }]\n",
        )
        try:
            self.run_ok(config)
            self.assertEqual(self.count(config, "items"), PAGES)
            self.assertLessEqual(limit.refused(), 0.01, str(limit))
            self.assertGreaterEqual(limit.used(), 0.85, str(limit))
        except AssertionError as failure:
            failures.append(failure)

    def test_limits_drawn_at_random(self):
        draw = random.SystemRandom().randint
        limits = [
            Limit(draw(60 if FULL else 220, 300), 1, announced=False),
            Limit(draw(600 if FULL else 2000, 3000), 10, announced=True),
        ]
        failures = []
        runs = [threading.Thread(target=self.load, args=(limit, failures)) for limit in limits]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        self.assertEqual(failures, [])

    def test_the_configured_rate_is_kept(self):
        limit = Limit(50, 1, announced=False)
        api = self.server(lambda path: limit.answer(path))
        config = self.write(
            "paced.yaml",
            f"client: {{ base_url: '{api.base_url}', rate_limit: 50/s, paginator: {{ type: json_link, next_url_path: next }} }}\n"
            "resources: [{ name: items, endpoint: { path: items, data_selector: items, paginator: single_page } },\n"
            + "".join(
                f"  {{ name: more{i}, endpoint: {{ path: items, data_selector: items, paginator: single_page }} }},\n"
                for i in range(60)
            )
            + "]\n",
        )
        self.run_ok(config)
        self.assertEqual(len(limit.answers), 61)
        self.assertEqual([status for _, status in limit.answers if status != 200], [])


if __name__ == "__main__":
    unittest.main()
