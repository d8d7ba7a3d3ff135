"""`python -m bot <command>`: read the command line, run the command, say in Chinese what went wrong."""

import io
import logging
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import ArgumentError, OperationalError

from bot.commands.command import Failed, discover
from bot.commands.parser import Parser
from config.lexicon import LexiconWrong
from config.reading import TablesWrong
from config.settings import SettingsWrong, load_settings

FAILED = 1


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code: 0 done, 1 failed, 2 not understood."""
    parser = Parser(prog="python -m bot", description="民安：县民政局安全生产工作的企业微信机器人")
    commands = {command.name: command for command in discover(next(iter(arguments), ""))}
    choices = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=Parser)
    for command in commands.values():
        command.add_arguments(choices.add_parser(command.name, help=command.help, description=command.help))
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return FAILED if arguments else 0
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # A library's line for every request would carry addresses with keys in them.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    for name in ("alembic", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        code = commands[given.command].run(given, load_settings())
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output (head, less) has seen enough; what is left in the buffer must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (Failed, SettingsWrong, TablesWrong, LexiconWrong) as wrong:
        print(wrong, file=sys.stderr)
    except ArgumentError:
        print("MINAN_DATABASE_URL 的格式不对", file=sys.stderr)
    except OperationalError as error:
        print(f"数据库打不开：{str(error.orig).splitlines()[0]}", file=sys.stderr)
    except KeyboardInterrupt:
        print("已停止", file=sys.stderr)
    else:
        return code
    return FAILED


def _speak_to_programs_in_utf8() -> None:
    """Let pipes and files carry UTF-8 whatever the locale of a service is; a terminal keeps its own encoding."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    _speak_to_programs_in_utf8()
    sys.exit(main(sys.argv[1:]))
