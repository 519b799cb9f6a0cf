import socket
import ssl
import subprocess
import sys

import click
import psycopg.errors
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import OperationalError

from unionhall.kit.refused import Refused
from unionhall.project.command_line import cli, explain, own_names, prepare
from unionhall.project.serving import Site, Supervisor, web_command
from unionhall.project.trouble import Trouble


def run(*arguments, **environment):
    return CliRunner().invoke(cli, list(arguments), env=environment)


def test_help_lists_every_command():
    said = run("--help").output

    listed = [line.split()[0] for line in said.split("Commands:")[1].splitlines() if line.strip()]
    assert listed == [
        *("audit-verify", "backup", "check", "create-admin", "demo", "found-city"),
        *("manage", "recount", "restore", "serve", "worker"),
    ]


@pytest.mark.parametrize("name", own_names())
def test_every_command_says_what_it_does(name):
    from unionhall.project.command_line import Commands

    found = Commands().get_command(None, name)

    assert found.help.strip().endswith(".")


def test_a_port_in_use_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Trouble, match=f"Cannot listen on 127.0.0.1:{port} .* UNIONHALL_PORT"):
            Site("127.0.0.1", port).refuse_taken_port()


def full_database_disk():
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Trouble("Do this."), "Do this."),
        (Refused("Not so.", code="UH-9001"), "Not so."),
        (OSError(28, "No space left", "/var/x"), "The disk is full (/var/x). Make room and start again."),
        (
            OperationalError("gone\nat once"),
            "The database does not answer (gone). Check DATABASE_URL and that the server runs.",
        ),
        (full_database_disk(), "The disk of the database is full (could not extend file). Make room and start again."),
        (RuntimeError("a fault of ours"), None),
    ],
)
def test_what_an_operator_can_mend_becomes_one_line(error, line):
    assert explain(error) == line


def test_a_failure_leaves_with_one_line_and_code_1(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "unionhall", "restore", __file__, "--key", str(tmp_path / "none")],
        env={
            "PATH": "/usr/bin:/bin",
            "UNIONHALL_VAR": str(tmp_path / "var"),
            "DATABASE_URL": "postgres://x@localhost:1/x",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"There is no backup key at {tmp_path / 'none'}. Name its place with --key.\n"


def test_the_folder_of_an_installation_is_made_even_when_no_embedded_database_lives_in_it(tmp_path, settings):
    settings.VAR = tmp_path / "new" / "var"

    with click.Context(cli) as context:
        prepare(context, needs_database=False)

    assert settings.VAR.is_dir()


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path, settings):
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file" / "var"

    with click.Context(cli) as context, pytest.raises(Trouble, match="Make it writable, or name another folder"):
        prepare(context, needs_database=False)


def test_a_certificate_needs_its_key(tmp_path):
    certificate = tmp_path / "site.pem"
    certificate.touch()

    ended = run("serve", "--certificate", str(certificate))

    assert str(ended.exception) == "A certificate needs its key: give both --certificate and --key."


def test_any_private_key_is_handed_on_in_the_form_that_the_server_reads(tmp_path):
    key = rsa.generate_private_key(65537, 2048)
    old_form = tmp_path / "key.pem"
    old_form.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    site = Site("127.0.0.1", 8443, tmp_path / "site.pem", old_form)

    with site.pkcs8_key():
        handed = site.key.read_text()
        command = web_command(site)

    assert handed.startswith("-----BEGIN PRIVATE KEY-----")
    assert "--ssl-keyfile" in command
    assert ssl.PROTOCOL_TLS_SERVER is not None


def test_a_dead_child_is_started_again_and_all_are_gone_at_the_end():
    supervisor = Supervisor({"worker": [sys.executable, "-c", "import time; time.sleep(60)"]})

    with supervisor.running():
        first = supervisor.children["worker"]
        first.kill()
        first.wait()
        supervisor.revive()
        second = supervisor.children["worker"]
        is_alive = second.poll() is None

    assert second.pid != first.pid
    assert is_alive
    assert second.poll() is not None
