"""An HTTP/1.1 server made of what Python has.

http_server.py [CERTIFICATE KEY]

Prints its port. GET and HEAD /length/N /chunked/N /close/N answer N bytes; POST and PUT send the content back.
"""

import http.server
import ssl
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        try:
            _, how, size = self.path.split("/")
            content = bytes(97 + i % 23 for i in range(int(size)))
        except ValueError:
            self.send_error(404)
            return
        self.send_response(200)
        if how == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        elif how == "close":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if how != "chunked":
            self.wfile.write(content)
            return
        while content:
            chunk, content = content[:5000], content[5000:]
            self.wfile.write(b"%x;extension=1\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\nTrailer: value\r\n\r\n")

    do_HEAD = do_GET

    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_PUT = do_POST

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if len(sys.argv) > 1:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
