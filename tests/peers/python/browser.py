"""Tells a browser what to do, over the DevTools protocol.

browser.py PORT URL EXPRESSION

Loads a page, waits for what the promise EXPRESSION comes to, and prints that; and then how many responses have come on
connections that had been there before.
"""

import asyncio
import json
import sys
import urllib.request

import websockets


async def main(port, url, expression):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as listing:
        page = next(target for target in json.load(listing) if target["type"] == "page")
    async with websockets.connect(page["webSocketDebuggerUrl"], max_size=None) as socket:

        messages = []

        async def wait_for(wanted):
            """The first message of which `wanted` holds, whenever it came."""
            while True:
                for message in messages:
                    if wanted(message):
                        return message
                messages.append(json.loads(await socket.recv()))

        async def call(number, method, **parameters):
            await socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
            return (await wait_for(lambda message: message.get("id") == number))["result"]

        await call(1, "Page.enable")
        await call(2, "Page.setLifecycleEventsEnabled", enabled=True)
        await call(5, "Network.enable")
        # There are events of the page that was there before as well.
        loader = (await call(3, "Page.navigate", url=url))["loaderId"]
        await wait_for(
            lambda message: message.get("method") == "Page.lifecycleEvent"
            and message["params"]["loaderId"] == loader
            and message["params"]["name"] == "load"
        )
        answer = await call(4, "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        print(json.dumps(answer["result"]["value"]))
        received = (m["params"]["response"] for m in messages if m.get("method") == "Network.responseReceived")
        print(sum(response["connectionReused"] for response in received))


asyncio.run(main(*sys.argv[1:]))
