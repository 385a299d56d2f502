"""What a browser knows about a Streamlit widget: its value, and how that travels."""

from dataclasses import dataclass
from typing import Any, Final

from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

_WIRE: Final = {
    "button": "trigger_value",
    "download_button": "trigger_value",
    "checkbox": "bool_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "feedback": "string_value",
    "time_input": "string_value",
    "number_input": "double_value",
    "slider": "double_array_value",
    "multiselect": "string_array_value",
    "button_group": "string_array_value",
    "date_input": "string_array_value",
    "menu_button": "string_trigger_value",
}
TRIGGERS: Final = frozenset({"trigger_value", "string_trigger_value"})
_LISTS: Final = frozenset({"double_array_value", "string_array_value", "int_array_value"})


@dataclass(slots=True, kw_only=True)
class Widget:
    """One widget on the page, with the value the browser would send for it."""

    id: str
    label: str
    form_id: str
    fragment_id: str
    wire: str
    value: Any
    default: Any
    seen: int = 0
    """The script run that drew it last."""

    @property
    def key(self) -> str:
        """The key the page gave it: an id reads ``$$ID-<hash>-<key>``."""
        parts = self.id.split("-", 2)
        return parts[2] if len(parts) == 3 and parts[2] != "None" else ""

    @property
    def is_trigger(self) -> bool:
        """Whether it acts once, like a button, instead of holding a value."""
        return self.wire in TRIGGERS

    @property
    def stays_silent(self) -> bool:
        """Whether a browser sends nothing for it: it was never touched and holds nothing."""
        untouched = self.value is None and self.default is None
        return untouched and self.wire == "string_array_value" and not self.form_id


def widget_of(kind: str, proto: Any, fragment_id: str) -> Widget | None:
    """Return the widget that an element describes, or nothing if it is none."""
    wire = _WIRE.get(kind)
    if wire is None or not proto.id:
        return None
    if kind == "slider" and proto.type == Slider.SELECT_SLIDER:
        wire = "string_array_value"
    fields = {field.name for field in proto.DESCRIPTOR.fields}
    value = registered_value(kind, proto)
    return Widget(
        id=proto.id,
        label=proto.label if "label" in fields else "",
        form_id=proto.form_id if "form_id" in fields else "",
        fragment_id=fragment_id,
        wire=wire,
        value=value,
        default=value,
    )


def registered_value(kind: str, proto: Any) -> Any:
    """Return the value the browser registers for a widget nobody has touched."""
    if kind == "checkbox":
        return bool(proto.value if proto.set_value else proto.default)
    if kind in ("text_input", "text_area", "time_input", "number_input"):
        return _or_none(proto, "value" if proto.set_value else "default")
    if kind in ("selectbox", "radio"):
        return _chosen(proto)
    if kind == "multiselect":
        return (
            list(proto.raw_values)
            if proto.set_value
            else [_option(proto, i) for i in proto.default]
        )
    if kind == "button_group":
        chosen = proto.raw_values if proto.set_value else (_option(proto, i) for i in proto.default)
        return [getattr(option, "content", option) for option in chosen] or None
    if kind == "slider" and proto.type == Slider.SELECT_SLIDER:
        return [_option(proto, int(i)) for i in (proto.value if proto.set_value else proto.default)]
    if kind in ("slider", "date_input"):
        return list(proto.value if proto.set_value else proto.default)
    return None


def _chosen(proto: Any) -> Any:
    if proto.set_value:
        fields = {field.name for field in proto.DESCRIPTOR.fields}
        return (
            _or_none(proto, "raw_value") if "raw_value" in fields else _option(proto, proto.value)
        )
    index = _or_none(proto, "default")
    return None if index is None else _option(proto, index)


def _or_none(proto: Any, name: str) -> Any:
    absent = _may_be_absent(proto, name) and not proto.HasField(name)
    return None if absent else getattr(proto, name)


def _option(proto: Any, index: int) -> Any:
    return proto.options[index] if 0 <= index < len(proto.options) else None


def _may_be_absent(proto: Any, name: str) -> bool:
    return bool(proto.DESCRIPTOR.fields_by_name[name].has_presence)


def encode(state: WidgetState, wire: str, value: Any) -> None:
    """Write ``value`` the way the browser sends it."""
    if value is None:
        if wire in _LISTS:
            getattr(state, wire).SetInParent()
    elif wire in _LISTS:
        getattr(state, wire).SetInParent()
        getattr(state, wire).data.extend(value if isinstance(value, (list, tuple)) else [value])
    elif wire == "double_value":
        state.double_value = float(value)
    elif wire == "string_trigger_value":
        state.string_trigger_value.data = str(value)
    else:
        setattr(state, wire, value)
