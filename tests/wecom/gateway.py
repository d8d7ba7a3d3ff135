"""The strict fake of the smart bot's long connection 智能机器人长连接: a WebSocket server on loopback.

It knows nothing of our code and refuses whatever the platform would or might refuse. How to use it::

    from tests.wecom.server import running_gateway

    with running_gateway() as gateway:
        identity = gateway.platform.identity                       # .bot_id .bot_secret .bot_name
        client = OurClient(gateway.bot_url, identity.bot_id, identity.bot_secret)
        gateway.wait_connected()
        told = gateway.say("lisi", "上报 二楼消防栓无水压")           # -> Handed(req_id, msgid, chatid, is_delivered)
        (answer,) = gateway.wait_for_answers(told)                  # -> [BotSeen], streams once and finished
        assert answer.text == "已登记"
        assert gateway.complaints == []                             # what the client did against the rules

Start: `running_gateway(platform=None, *, wall_clock, silence_seconds, **settings of Platform)` serves an HTTP
platform too (for the files that people send) unless a served one is given; `gateway.platform` is it. Limits, clock,
files and identity (`Identity(bot_id, bot_secret, bot_name)`; the name holds a space) are the platform's: hand it a
`clock` to let 5 seconds, 6 minutes, 24 hours or 3 days pass. `wall_clock` dates messages (create_time).
`forget()` (and `platform.reset()`) forget all that happened.
In a process of its own: `tests.wecom.remote.spawned_platform()`, then `.bot_url` and `.gateway`.

People (each returns Handed; what comes while nobody is connected is lost, as on the platform):
    say(userid, text, chatid=None, *, quote=None, msgid="", exactly=False, raw_controls=False)
    mixed(userid, [text or bytes, …], chatid=None)      send_image(userid, content=PNG, filename=…)
    send_voice(userid, words)      send_file(userid, content, filename)      send_video(userid, content, filename)
    enter_chat(userid)      click(seen, key, chosen={question_key: [option ids]})      give_feedback(userid, …)
    message(userid, msgtype, part, chatid=None, …)      event(eventtype, userid, part=None, chatid=None)
    again(handed, same_req_id=False)      quoted(text)      quoted_image(content)
    In a group (`chatid`) the text gets "@<bot name> " in front. The first message makes the chat known for pushes;
    `know_chat(chatid, 1 or 2)` does it without one, `shut_chats.add(chatid)` lets pushes fail with 93006.

What readers saw: seen (all), seen_by(userid), seen_in(chatid), answers_to(handed or req_id); each a list of BotSeen:
    .text .msgtype .payload .req_id .is_finished .replaced_by .updates .file (.content .filename) .card
Waiting, event based: wait_until(is_so, seconds=10), wait_for_answers(handed, count=1),
    wait_for_seen(chatid, count=1), wait_connected(), wait_disconnected().
What the client did: complaints, frames (Frame: cmd, req_id, body, errcode, line), frames_of(cmd), subscribes,
    lines (Line: number, is_live, pings, closed), line (the subscribed one or None), most_live (must stay 1),
    over_limit (by chatid; must stay empty), platform.calls[cmd], platform.errcodes[cmd, errcode].

Trouble: the platform's faults by command, `platform.fail_next("aibot_send_msg", Fault.X, times)`:
    Fault.ERRCODE(code)  an ack with this code, not done      Fault.HANG(math.inf)  never acked, not done
    Fault.HANG_AFTER_ACCEPT(math.inf)  done, never acked      Fault.HANG_AFTER_ACCEPT(s)  done, acked late
    Fault.DROP_BEFORE / DROP_AFTER_ACCEPT  TCP connection dropped      Fault.HTML_INSTEAD_OF_JSON  acked by a page
  commands are "aibot_subscribe", "ping", "aibot_respond_msg", …; "handshake" is the opening handshake (HANG(seconds)
  slow, HTTP(503) refused, DROP_BEFORE dropped); "aibot/file" is the download of a file that somebody sent
  (HTTP_500, HANG, HTML_INSTEAD_OF_JSON, DROP_BEFORE, CUT_SHORT; files older than five minutes answer 403).
    refuses_auth = True (auth_errcode)      answers_pings = False      freeze()      close(1000 or 1001)      abort()
    kick(then_abort=False)      with another_client():      stop_listening(), listen_again(), with unreachable():
    write_raw(text)  any frame      say(…, raw_controls=True)  control characters unescaped
    (WebSocket's own pings are the library's and always answered, but by a frozen gateway.)
    silence_seconds  real seconds of silence after which the gateway hangs up (default 600)
    pads_keys = True  aeskey with its "=" (default without)

Not known of the real platform and chosen here: the error codes of a wrong secret (40058), of a command before the
subscription (40058, then closed with 1008), of a used req_id (846605), of frames that are no frames (closed with
1007), of limits (45009), of upload rules (as for other uploads); that a req_id may be answered on a later connection;
that each stream frame counts towards the chat's limits and card updates do not; that welcomes and card updates come
once; that a socket stays open after a refused subscription, and a second try on it is refused (45009).
"""

from collections.abc import Callable

from tests.wecom.bot_callbacks import Handed
from tests.wecom.bot_frames import Frame
from tests.wecom.bot_memory import WAIT_SECONDS
from tests.wecom.bot_seen import BotSeen
from tests.wecom.gateway_line import Line
from tests.wecom.gateway_people import People


class Gateway(People):
    """The long connection's far side with the people behind it; the module says how to use it."""

    def seen_in(self, chatid: str) -> list[BotSeen]:
        """Return what the bot showed in a chat: a group's chatid, or a userid for the single chat with them."""
        with self.changed:
            return [seen for seen in self.seen if seen.reader == chatid]

    def seen_by(self, userid: str) -> list[BotSeen]:
        """Return what stands in the single chat with this person, oldest first."""
        return self.seen_in(userid)

    def answers_to(self, handed: Handed | str) -> list[BotSeen]:
        """Return what was answered to a message or an entered chat (or its req_id); a stream counts once."""
        req_id = handed if isinstance(handed, str) else handed.req_id
        with self.changed:
            return [seen for seen in self.seen if seen.req_id == req_id]

    def frames_of(self, cmd: str) -> list[Frame]:
        """Return the frames with this command that clients wrote, oldest first."""
        with self.changed:
            return [frame for frame in self.frames if frame.cmd == cmd]

    def wait_for_answers(self, handed: Handed, count: int = 1, seconds: float = WAIT_SECONDS) -> list[BotSeen]:
        """Return the answers as soon as there are `count` finished ones; raises AssertionError."""
        return self._wait_for(lambda: self.answers_to(handed), count, seconds)

    def wait_for_seen(self, chatid: str, count: int = 1, seconds: float = WAIT_SECONDS) -> list[BotSeen]:
        """Return what a chat saw as soon as there are `count` finished messages; raises AssertionError."""
        return self._wait_for(lambda: self.seen_in(chatid), count, seconds)

    def wait_connected(self, seconds: float = WAIT_SECONDS) -> Line:
        """Return the subscribed connection as soon as there is one; raises AssertionError."""
        line: Line = self.wait_until(lambda: self.line, seconds)
        return line

    def wait_disconnected(self, seconds: float = WAIT_SECONDS) -> None:
        """Return as soon as no connection of a client is open; raises AssertionError."""
        self.wait_until(lambda: all(line.closed for line in self.lines), seconds)

    def _wait_for(self, look: Callable[[], list[BotSeen]], count: int, seconds: float) -> list[BotSeen]:
        def enough() -> list[BotSeen]:
            finished = [seen for seen in look() if seen.is_finished]
            return finished if len(finished) >= count else []

        found: list[BotSeen] = self.wait_until(enough, seconds)
        return found
