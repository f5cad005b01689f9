"""A server of feeds over TLS that keeps versions, leads elsewhere, breaks off and dribbles."""

import base64
import http.server
import ssl
import threading

from ports import free_ports

CHUNK = 4096


class Feed:
    """What stands at a path. `fault` is one of cut, cut_chunks, endless and dribble."""

    def __init__(self, body=b"", status=200, fault=None, chunked=False, **headers):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.fault, self.chunked = status, fault, chunked
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class FeedServer:
    """Begins with start(), at the same port each time."""

    def __init__(self, folder):
        self.certificate, self.key = f"{folder}/tls/cert.pem", f"{folder}/tls/key.pem"
        self.port = free_ports(1)[0]
        self.url = f"https://127.0.0.1:{self.port}"
        self.feeds, self.requests = {}, []  # Path: Feed; (path, headers, status).
        self.password = None  # name:password that is wanted.
        self.server = None
        self.changed = threading.Condition()
        self.closing = threading.Event()

    def put(self, path, body=b"", **feed):
        with self.changed:
            self.feeds[path] = Feed(body, **feed)

    def start(self):
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                owner.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A client that goes away is what some tests want."""

        self.closing.clear()
        self.server = Server(("127.0.0.1", self.port), Handler)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate, self.key)
        self.server.socket = tls.wrap_socket(self.server.socket, server_side=True,
                                             do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.closing.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def answer(self, handler):
        with self.changed:
            feed = self.feeds.get(handler.path) or Feed(status=404)
            status = self.status_of(feed, handler.headers)
            self.requests.append((handler.path, dict(handler.headers), status))
            self.changed.notify_all()
        handler.close_connection = True
        handler.send_response(status)
        for name, value in feed.headers.items():
            handler.send_header(name, value)
        if status == 304:
            handler.end_headers()
        elif feed.chunked or feed.fault == "cut_chunks":
            self.send_chunks(handler, feed)
        else:
            self.send(handler, feed, status)
        handler.wfile.flush()

    def status_of(self, feed, headers):
        wanted = self.password and "Basic " + base64.b64encode(self.password.encode()).decode()
        if wanted and headers.get("Authorization") != wanted:
            return 401
        known = [feed.headers.get("ETag"), feed.headers.get("Last-Modified")]
        asked = [headers.get("If-None-Match"), headers.get("If-Modified-Since")]
        if any(one is not None and one == other for one, other in zip(known, asked)):
            return 304
        return feed.status

    def send(self, handler, feed, status):
        body = feed.body if status == feed.status else b"no"
        if feed.fault != "endless":
            handler.send_header("Content-Length", str(len(body) + (feed.fault == "cut")))
        handler.end_headers()
        if feed.fault != "dribble":
            return handler.wfile.write(body)
        for at in range(len(body)):
            handler.wfile.write(body[at:at + 1])
            if self.closing.wait(0.2):
                return None
        return None

    @staticmethod
    def send_chunks(handler, feed):
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for at in range(0, len(feed.body), CHUNK):
            piece = feed.body[at:at + CHUNK]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if feed.fault != "cut_chunks":
            handler.wfile.write(b"0\r\n\r\n")

    def asked(self, path=None):
        """The requests so far, of a path."""
        with self.changed:
            return [each for each in self.requests if path in (None, each[0])]

    def wait(self, holds, seconds=30):
        """Whether `holds` is true of the requests before time is up."""
        with self.changed:
            return self.changed.wait_for(lambda: holds(list(self.requests)), seconds)
