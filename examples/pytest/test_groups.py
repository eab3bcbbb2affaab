"""Tests a tiny client of Simotel's API against a book for tests. Runs by pytest, and by python3 -m unittest."""

import base64
import json
import os
import pathlib
import subprocess
import unittest
import urllib.error
import urllib.request

SEED = pathlib.Path(__file__).parent.parent / "book.yaml"
# Not by npx: ended by a signal, it leaves the server behind.
DIALBOOK = os.environ.get("DIALBOOK", "node_modules/.bin/dialbook").split()


def call(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "null")


def find_users(url, number):
    """The client that is tested."""
    signed_in = {"Authorization": "Basic " + base64.b64encode(b"dev:dev").decode(), "X-APIKEY": "dev"}
    body = {"alike": False, "conditions": {"number": number}}
    status, answer = call("POST", url + "/api/v4/pbx/users/search", body, signed_in)
    if status != 200 or answer["success"] != 1:
        raise RuntimeError(f"Simotel answered {status}: {answer['message']}")
    return [user["name"] for user in answer["data"]]


class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen(
            [*DIALBOOK, "dev", "--port", "0", "--json", "--seed", str(SEED)], stdout=subprocess.PIPE
        )
        cls.url = json.loads(cls.server.stdout.readline())["url"]
        cls.book = cls.url + "/book/api/v1"

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()
        cls.server.stdout.close()

    def setUp(self):
        call("POST", self.book + "/dev/reset")

    def test_finds_a_user(self):
        self.assertEqual(find_users(self.url, "571"), ["Front desk"])
        _, record = call("GET", self.book + "/dev/requests")
        self.assertEqual([each["url"] for each in record["requests"]], ["/api/v4/pbx/users/search"])

    def test_tells_what_simotel_says(self):
        call("PUT", self.book + "/weather", {"scenario": "simotel-address"})
        with self.assertRaisesRegex(RuntimeError, "Simotel answered 403: IP is not permitted"):
            find_users(self.url, "571")


if __name__ == "__main__":
    unittest.main()
