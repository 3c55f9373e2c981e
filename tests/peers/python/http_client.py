"""An HTTP client of the server programs/nng_server.c, made of what Python has.

http_client.py http|https PORT AUTHORITIES
"""

import http.client
import socket
import ssl
import sys

scheme, port, authorities = sys.argv[1:]
context = ssl.create_default_context(cafile=authorities)


def pattern(size):
    return bytes(97 + i % 23 for i in range(size))


if scheme == "https":
    connection = http.client.HTTPSConnection("localhost", int(port), timeout=30, context=context)
else:
    connection = http.client.HTTPConnection("localhost", int(port), timeout=30)
connection.connect()
first = connection.sock


def ask(method, path, content=None, **more):
    connection.request(method, path, content, **more)
    response = connection.getresponse()
    return response, response.read()


# All on one connection.
for size in 0, 1, 70000, 1000000:
    wanted = pattern(size)
    response, content = ask("GET", f"/length/{size}")
    assert (response.status, response.version, content) == (200, 11, wanted), size
    assert response.getheader("Content-Length") == str(size), size
    response, content = ask("HEAD", f"/length/{size}")
    assert (response.status, content) == (200, b""), size
    assert response.getheader("Content-Length") == str(size), size
    # Head and content leave it one after the other; then without a size, in chunks.
    for path in "/", "/read":
        assert ask("POST", path, wanted)[1] == wanted, (path, size)
    pieces = (wanted[i : i + 4000] for i in range(0, size, 4000))
    assert ask("PUT", "/", pieces, encode_chunked=True)[1] == wanted, size
response, content = ask("DELETE", "/length/1")
assert response.status == 405 and b"405" in content
assert sorted(response.getheader("Allow").split(", ")) == ["GET", "HEAD", "POST", "PUT"]
assert connection.sock is first, "the server has ended the connection"

# Who sends all of too much before it looks for the response gets that.
response, content = ask("POST", "/limited", pattern(3000000))
assert (response.status, response.getheader("Connection")) == (400, "close"), response.status
assert connection.sock is None

# The server ends the connection when it is asked to, and TLS by its rules.
response, content = ask("GET", "/length/5", headers={"Connection": "close"})
assert (response.getheader("Connection"), content) == ("close", b"abcde")
assert connection.sock is None
raw = socket.create_connection(("localhost", int(port)), timeout=30)
if scheme == "https":
    # An end of the connection that is not one of TLS raises an exception.
    raw = context.wrap_socket(raw, server_hostname="localhost", suppress_ragged_eofs=False)
raw.sendall(b"GET /length/5 HTTP/1.0\r\n\r\n")
received = b""
while piece := raw.recv(4096):
    received += piece
assert received.startswith(b"HTTP/1.1 200 OK\r\n") and received.endswith(b"\r\n\r\nabcde"), received
