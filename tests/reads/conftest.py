"""A case of an ordinary procedure at the stages that several files of reads look at."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


@pytest.fixture
def told(cast: Cast, filed: Matter) -> Matter:
    return story.inform(cast, story.investigate(cast, filed))


@pytest.fixture
def decided(cast: Cast) -> Matter:
    return story.decided_case(cast)
