"""What the load driver sends is what a browser would send."""

import pytest
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.Selectbox_pb2 import Selectbox

from benchmarks.widgets import registered_value


@pytest.mark.parametrize("kind", [Selectbox, NumberInput])
def test_a_field_that_the_page_emptied_stays_empty(kind):
    emptied = kind(set_value=True)
    assert registered_value("selectbox" if kind is Selectbox else "number_input", emptied) is None


def test_a_choice_that_the_page_made_is_sent_back():
    chosen = Selectbox(options=["one", "two"], set_value=True, raw_value="two")
    assert registered_value("selectbox", chosen) == "two"
    assert registered_value("selectbox", Selectbox(options=["one"], default=0)) == "one"
    assert registered_value("selectbox", Selectbox(options=["one"])) is None
