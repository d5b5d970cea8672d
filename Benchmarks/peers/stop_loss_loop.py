"""A stop-loss loop of the usual Python kind: the terminal sends each tick as JSON over REQ, and is told what to do.

What most bridges between MetaTrader and Python look like (one socket, one JSON object a message, a dictionary of
positions, floats), without what usually makes them slower: no sleep in the loop, no logging, no indicator. It knows
neither the cap, nor what became of a request, nor a clock; it is here to be timed, not to be used.

Prints the endpoint it listens on as its first line; ends with its parent.
"""

import os

import zmq


class Position:
    def __init__(self, ticket, side, stop_loss):
        self.ticket = ticket
        self.side = side
        self.stop_loss = stop_loss


class TrailingLoop:
    """Follows each position's price at a distance, in steps."""

    def __init__(self, distance, step):
        self.distance = distance
        self.step = step
        self.positions = {}

    def on_positions(self, message):
        for item in message.get("positions", []):
            self.positions[item["ticket"]] = Position(item["ticket"], item["side"], item["sl"])

    def on_tick(self, message):
        actions = []
        for position in self.positions.values():
            if position.side == "buy":
                wanted = round(message["bid"] - self.distance, 5)
                is_better = wanted >= position.stop_loss + self.step - 1e-9
            else:
                wanted = round(message["ask"] + self.distance, 5)
                is_better = wanted <= position.stop_loss - self.step + 1e-9
            if is_better:
                actions.append({"action": "modify", "ticket": position.ticket, "sl": wanted})
                position.stop_loss = wanted
        return actions


def main():
    context = zmq.Context()
    socket = context.socket(zmq.REP)
    socket.bind("tcp://127.0.0.1:*")
    print(socket.getsockopt_string(zmq.LAST_ENDPOINT), flush=True)
    loop = TrailingLoop(distance=0.00050, step=0.00010)
    poller = zmq.Poller()
    poller.register(socket, zmq.POLLIN)
    parent = os.getppid()
    while os.getppid() == parent:
        if not poller.poll(1000):
            continue
        message = socket.recv_json()
        loop.on_positions(message)
        socket.send_json({"actions": loop.on_tick(message)})
    socket.close(linger=0)
    context.term()


if __name__ == "__main__":
    main()
