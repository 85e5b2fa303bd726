"""A stand-in Textract for the tests of the local AWS: answers with what it was given."""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = {
            "JobId": "1" * 64,
            "Caller": self._credentials("caller"),
            "Channel": self._credentials("channel"),
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _credentials(self, name: str) -> object:
        header = self.headers.get(f"x-papertray-{name}")
        return json.loads(base64.b64decode(header)) if header else None

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    sys.stdout.write(f"Textract is ready at http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
