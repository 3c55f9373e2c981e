"""A WebSocket client of the server programs/ws_echo.c and of the example web_server, made of the module websockets.

ws_client.py echo|clock PORT
"""

import asyncio
import re
import sys

import websockets


async def echo(url):
    # Offers compression, as usual; and a cookie as long as browsers have them.
    cookie = {"Cookie": "session=" + "0123456789" * 100}
    # Before version 14 of the module, and since.
    headers = "extra_headers" if int(websockets.__version__.split(".")[0]) < 14 else "additional_headers"
    async with websockets.connect(url + "/echo?a=b", **{headers: cookie}) as socket:
        for size in 0, 1, 125, 126, 65535, 65536, 300000:
            for message in "x" * size, b"\x00\xff" * (size // 2):
                await socket.send(message)
                answer = await socket.recv()
                assert answer == message, (size, answer[:100])
        await socket.send(["frag", "men", "", "ts"])
        assert await socket.recv() == "fragments"
        await socket.send([b"frag", b"ments"])
        assert await socket.recv() == b"fragments"
        await asyncio.wait_for(await socket.ping(b"payload"), 30)
        await socket.pong(b"that nobody asked for")
        await socket.send("Gr\u00fc\u00dfe")
        assert await socket.recv() == "Gr\u00fc\u00dfe"
        await socket.close(4001, "farewell")
        assert socket.close_code == 4001, socket.close_code


async def clock(url):
    async with websockets.connect(url + "/clock") as socket:
        for _ in range(2):
            tick = await socket.recv()
            assert re.fullmatch(r"\d\d:\d\d:\d\d", tick), tick
        await asyncio.wait_for(await socket.ping(), 30)
        print("ready", flush=True)
        try:
            while True:
                await socket.recv()
        except websockets.ConnectionClosedError as closed:
            assert False, closed
        except websockets.ConnectionClosed:
            print(socket.close_code, socket.close_reason)


url = "ws://127.0.0.1:" + sys.argv[2]
asyncio.run(asyncio.wait_for({"echo": echo, "clock": clock}[sys.argv[1]](url), 50))
