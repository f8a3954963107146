"""W2, the long run by hand: 10,000 guesses, from one address and from 200, at one account and at many.

Half an hour of guessing passes in each run: a guess every 180 ms of a clock that the test moves.
"""

import time
from collections import Counter
from types import SimpleNamespace

import pytest

from core.accounts.models import Account
from tests.core.accounts.doors import sign_in

pytestmark = pytest.mark.campaign

GUESSES = 10_000
WINDOW = 15 * 60
PER_ACCOUNT, PER_ADDRESS = 5, 20


@pytest.fixture
def clock(monkeypatch):
    """`clock[0]`: the seconds that have passed for the rate limits; moved by hand."""
    passed, started = [0.0], time.time()
    moved = SimpleNamespace(time=lambda: started + passed[0], monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", moved)
    return passed


def most_within(window, moments):
    """The most moments that any stretch of `window` seconds holds."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= window:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize("addresses", [1, 200])
@pytest.mark.parametrize("accounts", [1, 100])
def test_ten_thousand_guesses_get_no_further(addresses, accounts, account, poraj, client_for, clock, monkeypatch):
    people = [account(poraj, "office", username=f"osoba.{number}") for number in range(accounts)]
    browser, compared, where = client_for(house=poraj), [], [""]
    check = Account.check_password

    def checked(self, password):
        compared.append((clock[0], self.pk, where[0]))
        return check(self, password)

    monkeypatch.setattr(Account, "check_password", checked)
    said = Counter()
    for number in range(GUESSES):
        clock[0] = number * 0.18
        where[0] = f"203.0.113.{number % addresses}"
        answer = sign_in(browser, people[number % accounts].username, f"zgaduje-{number}", REMOTE_ADDR=where[0])
        said[answer.status_code] += 1
    assert set(said) <= {200, 429}, said
    assert len(compared) > PER_ACCOUNT, "the limits are soft: later guesses are compared again"
    for person in people:
        assert most_within(WINDOW, [at for at, who, _ in compared if who == person.pk]) <= PER_ACCOUNT
    for address in {where for _, _, where in compared}:
        assert most_within(WINDOW, [at for at, _, where in compared if where == address]) <= PER_ADDRESS
