"""What is asked of every page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": ["color-contrast"]}


def complaints_about(page: Page, *, only_colours: bool = False) -> list[str]:
    """What the rules of accessibility say against the page as it stands: address, rule, the first place."""
    page.emulate_media(reduced_motion="reduce")  # no colour is measured on its way to another
    found = Axe().run(page, options=COLOURS if only_colours else None).response["violations"]
    return [f"{page.url}: {each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


def overflow_of(page: Page) -> list[str]:
    """Whether the page itself, not a table inside, is wider than its window."""
    pixels = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url}: {pixels} px wider than the window of {page.viewport_size}"] if pixels > 0 else []


MOST_STOPS = 250
_STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const inside = at.type === 'date' && 'walked' in at.dataset;  // parts of a date: the browser shows where one is
  at.dataset.walked = '';
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const around = getComputedStyle(at.closest('label, li, td') ?? at);
  const shows = [style, around].some(each => each.outlineStyle !== 'none' || each.boxShadow !== 'none');
  const words = (at.getAttribute('aria-label') || at.textContent || at.name || '').trim().slice(0, 40);
  return {name: `${at.localName} ${words}`, shows: (shows || inside) && box.width > 0};
}"""
_LEFT = """() => {
  const reached = new Set([...document.querySelectorAll('[data-walked][type=radio]')].map(each => each.name));
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.disabled && each.tabIndex >= 0)
    .filter(each => !('walked' in each.dataset) && !(each.type === 'radio' && reached.has(each.name)))
    .map(each => each.outerHTML.slice(0, 120));
}"""


def _walked(page: Page) -> list[dict[str, object]]:
    """Press Tab from the top of the page until the page ends; marks what had the focus."""
    stops: list[dict[str, object]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"{page.url}: Tab never comes to the end of the page: {stops[-3:]}")


def stops_of_tab(page: Page) -> list[str]:
    """What Tab stops at, from the top of the page to its end."""
    return [str(stop["name"]) for stop in _walked(page)]


def unreachable_by_tab(page: Page) -> list[str]:
    """Controls that Tab never reaches, and those where nobody sees that they have the focus."""
    unseen = [f"{page.url}: the focus does not show at {stop['name']}" for stop in _walked(page) if not stop["shows"]]
    return unseen + [f"{page.url}: Tab does not reach {left}" for left in page.evaluate(_LEFT)]
