"""Talks to a running program as no browser would: raw addresses, and the socket of the pages."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.server import Server
from trustfund.web.settings import COOKIE

MOST_LOOKS = 12  # an open page lets some pass before it is drawn again
PATIENCE = 60  # seconds, for a machine that runs other tests at the same time


def ask(
    server: Server,
    target: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | Iterator[bytes] | None = None,
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Send a target as it is: no client tidies it up."""
    asked = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)
    with closing(asked):
        asked._validate_path = lambda _: None  # type: ignore[attr-defined]
        asked._encode_request = lambda line: line.encode("latin-1")  # type: ignore[attr-defined]
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            asked.request(method, target, body, headers or {}, encode_chunked=True)
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read()


class Line:
    """One open socket, and everything that came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.received: list[ForwardMsg] = []
        self.session = ""

    def ask(
        self,
        page: str = "",
        *,
        widgets: list[WidgetState] | None = None,
        query: str = "",
        hashed: str = "",
        fragment: str = "",
    ) -> list[ForwardMsg]:
        """Run a page, by name or by hash, with widgets in a state; everything that it answers."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.page_script_hash = hashed
        asked.rerun_script.query_string = query
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(widgets or [])
        self.socket.send(asked.SerializeToString())
        return self.wait()

    def follow(self, page: str, fragment: str) -> list[ForwardMsg]:
        """Look again, as an open page does, until it is drawn again; what is drawn then."""
        status = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        for _ in range(MOST_LOOKS):
            if self.ask(page, fragment=fragment)[-1].script_finished != status:
                return self.wait()
        raise AssertionError("it is not drawn again")

    def wait(self) -> list[ForwardMsg]:
        """Everything that comes until a run is over."""
        answered: list[ForwardMsg] = []
        while not answered or answered[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(PATIENCE))
            answered.append(message)
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
        self.received += answered
        return answered


@contextmanager
def line(server: Server, cookie: str = "", session: str = "", **headers: str) -> Iterator[Line]:
    """Open a socket with a cookie; ``session`` names one of Streamlit's that was there before."""
    if cookie:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    offered = ["streamlit", "xsrf", session] if session else ["streamlit"]
    with connect(
        f"{server.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=[*map(Subprotocol, offered)],
        additional_headers=headers,
        max_size=None,
        proxy=None,
    ) as socket:
        yield Line(socket)


def elements(messages: list[ForwardMsg]) -> list[tuple[str, str]]:
    """What a page shows: the kind of each element, and all its words."""
    shown: list[tuple[str, str]] = []
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            shown.append((kind, str(getattr(element, kind))))
    return shown


def filled(messages: list[ForwardMsg], texts: dict[str, str], press: str = "") -> list[WidgetState]:
    """The fields of a page, found by their labels, with texts in them, and a button pressed."""
    states = []
    for message in messages:
        if message.WhichOneof("type") != "delta" or not message.delta.HasField("new_element"):
            continue
        element = message.delta.new_element
        widget = getattr(element, element.WhichOneof("type"))
        label = getattr(widget, "label", "")
        if label in texts:
            states.append(WidgetState(id=widget.id, string_value=texts[label]))
        elif label and label == press:
            states.append(WidgetState(id=widget.id, trigger_value=True))
    assert len(states) == len(texts) + bool(press)
    return states


def everything(messages: list[ForwardMsg]) -> bytes:
    """All that was sent, to look for a word in it."""
    return b"\n".join(message.SerializeToString() for message in messages)
