"""A WebSocket client of the server programs/nng_ws_echo.c, made of the module websockets.

stream_client.py URL [AUTHORITIES]
"""

import asyncio
import ssl
import sys

import websockets


async def receive(socket, size):
    """Bytes come back in other messages than they were sent in."""
    received = b""
    while len(received) < size:
        received += await socket.recv()
    return received


async def main(url, authorities=None):
    # Before version 14 of the module, and since.
    headers = "extra_headers" if int(websockets.__version__.split(".")[0]) < 14 else "additional_headers"
    options = {headers: {"X-Word": "hello"}, "subprotocols": ["other", "echo"]}
    if authorities:
        options["ssl"] = ssl.create_default_context(cafile=authorities)
    # Offers compression, as usual.
    async with websockets.connect(url + "/echo?a=b", **options) as socket:
        assert socket.subprotocol == "echo"
        answer = socket.response_headers if hasattr(socket, "response_headers") else socket.response.headers
        assert answer["X-Answer"] == "yes"
        for size in 1, 125, 126, 65535, 65536, 300000:
            message = bytes(i * 7 % 256 for i in range(size))
            await socket.send(message)
            assert await receive(socket, size) == message, size
        await socket.send([b"frag", b"men", b"", b"ts"])
        assert await receive(socket, 9) == b"fragments"
        await socket.send(b"")
        await asyncio.wait_for(await socket.ping(b"payload"), 30)
        await socket.pong(b"that nobody asked for")
        await socket.close(4001, "farewell")
        assert socket.close_code == 4001, socket.close_code

    # Text is not what the server expects, and a frame of two megabytes too much.
    for message, code in ("text", 1003), (b"x" * (2 << 20), 1009):
        async with websockets.connect(url + "/echo", **options) as socket:
            try:
                await socket.send(message)
                await socket.recv()
                assert False, code
            except websockets.ConnectionClosed:
                assert socket.close_code == code, socket.close_code


asyncio.run(asyncio.wait_for(main(*sys.argv[1:]), 50))
