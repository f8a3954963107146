"""Eight threads, three houses, cut connections: no row is seen or written in the wrong house (I9)."""

from tests.tenants.walls.traffic import judge, traffic


def test_threads_that_share_a_process_never_meet_in_a_house(committing):
    ledger = traffic(committing, threads=8, turns=60, cut_every=0.05, seed=9)
    judge(ledger, committing)
    assert sum(ledger.written.values()) > 100
    assert ledger.cuts
