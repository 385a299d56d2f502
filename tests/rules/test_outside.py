"""Whom an identity provider may stand for, and how strongly."""

import pytest

from core.rules.outside import proof_from

ENOUGH = [["mfa"], ["pwd", "mfa"], ["pwd", "otp"], ["hwk", "pwd"], ["pwd", "fido", "user"]]
TOO_LITTLE = [
    None,
    [],
    "mfa",
    ["pwd"],
    ["otp"],
    ["hwk"],
    ["fido"],
    ["otp", "hwk"],
    ["pwd", "sms"],
    ["MFA"],
    ["pwd", ["otp"]],
]


def strong(methods) -> bool:
    return proof_from({"sub": "ada", "amr": methods}, "https://id.example.org").second_factor


@pytest.mark.parametrize("methods", ENOUGH, ids=str)
def test_two_factors_at_the_provider_count_as_the_second_step(methods):
    assert strong(methods)


@pytest.mark.parametrize("methods", TOO_LITTLE, ids=str)
def test_one_factor_at_the_provider_never_counts_as_the_second_step(methods):
    assert not strong(methods)
