import socket

import pytest

from unionhall.project import demo
from unionhall.project.trouble import Trouble


@pytest.fixture
def modules(monkeypatch):
    """What the apps build, instead of the whole city."""
    found = []
    monkeypatch.setattr(demo, "discover", lambda _name: found)
    return found


def test_a_database_with_other_data_is_refused(cast, modules):
    with pytest.raises(Trouble, match="Name an empty one in DATABASE_URL"):
        demo.build(print)

    assert not demo.is_here()


def test_a_port_that_was_taken_during_the_build_is_refused_before_anything_is_served(monkeypatch):
    from unionhall.project import serving
    from unionhall.project.commands.demo import _serve

    monkeypatch.setattr(serving.Supervisor, "running", lambda _supervisor: pytest.fail("must not start"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(Trouble, match="Choose another port with UNIONHALL_PORT"):
            _serve(serving.Site("127.0.0.1", taken.getsockname()[1]))
