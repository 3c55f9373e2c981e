"""A WebSocket server that sends back each message, made of the module websockets.

ws_server.py [CERTIFICATE KEY]

Prints its port, and for each connection how it was closed.
"""

import asyncio
import ssl
import sys

import websockets


async def serve(socket):
    # Before version 14 of the module, and since.
    request = socket if hasattr(socket, "path") else socket.request
    if request.path == "/closes":
        await socket.close(1001, "going away")
        return
    try:
        async for message in socket:
            if message != "fragments":
                await socket.send(message)
                continue
            await socket.send("a" * 1000 for _ in range(100))
            await asyncio.wait_for(await socket.ping(b"x" * 125), 30)
            await socket.send("pong")
    except websockets.ConnectionClosed:
        pass
    print(socket.close_code, socket.close_reason, flush=True)


async def main():
    context = None
    if len(sys.argv) > 1:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    # The usual compression is offered to clients, who need not take it.
    server = await websockets.serve(serve, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Future()


asyncio.run(main())
