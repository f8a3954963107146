"""Guessing passwords. A stranger has time, many names and many addresses."""

from tests.core.accounts.doors import at, sign_in


def test_five_guesses_per_account_and_then_even_the_right_password_waits(browser, office, client_for, poraj):
    for number in range(5):
        sign_in(browser, "beata" if number % 2 else "beata@poraj.example", "zle-haslo")
    answer = sign_in(client_for(house=poraj), "beata", REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 200, "a second name of the same account is no second chance"


def test_guessing_at_unknown_names_sounds_the_same(browser, office):
    for _ in range(5):
        sign_in(browser, "beata", "zle-haslo")
    known = sign_in(browser, "beata", "zle-haslo")
    for _ in range(5):
        sign_in(browser, "nikt", "zle-haslo", REMOTE_ADDR="203.0.113.9")
    unknown = sign_in(browser, "nikt", "zle-haslo", REMOTE_ADDR="203.0.113.9")
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)


def test_twenty_guesses_per_address_whatever_the_account(browser, office):
    for number in range(20):
        sign_in(browser, f"konto{number}", "zle-haslo")
    assert sign_in(browser, "beata").status_code == 200
    assert sign_in(browser, "beata", REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_forged_proxy_header_is_no_new_address(browser, office):
    for number in range(20):
        sign_in(browser, f"konto{number}", "zle-haslo", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert sign_in(browser, "beata", HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 200


def test_a_flood_is_answered_with_a_page_that_says_to_wait(browser, office):
    answers = [sign_in(browser, "beata", "") for _ in range(61)]
    assert [answers[0].status_code, answers[-1].status_code] == [200, 429]
    assert "entrance" in answers[-1].content.decode()


def test_guessing_in_one_house_locks_nobody_out_in_another(browser, account, klobuck, client_for):
    account(klobuck, "office", email="ktos@klobuck.example")
    for _ in range(6):
        sign_in(browser, "ktos@klobuck.example", "zle-haslo")
    assert sign_in(client_for(house=klobuck), "ktos@klobuck.example").status_code == 302


def test_a_success_does_not_wipe_the_failures(browser, office):
    for _ in range(4):
        sign_in(browser, "beata", "zle-haslo")
    sign_in(browser, "beata")
    browser.post(at("account_logout"))
    sign_in(browser, "beata", "zle-haslo")
    assert sign_in(browser, "beata").status_code == 200
