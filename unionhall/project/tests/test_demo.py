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
