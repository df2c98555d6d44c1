"""What the keyboard does on pages.

Ctrl+K goes to the field that finds, and Enter opens the first hit. Ctrl+Enter presses the first
main button after the field that is typed in. A form that was refused puts the cursor into the
first field of which it says why. On a phone the menu is closed when a page opens.

The policy of the pages lets this script run, and no other.
"""

KEYS = """
if (!window.hasKeys) {
  window.hasKeys = true;
  const field = () => document.querySelector(".st-key-find input");
  const go = (left) => {
    if (field()) field().select();
    else if (left) setTimeout(go, 100, left - 1);
  };
  const hide = () => {
    const menu = document.querySelector('[data-testid="stSidebar"]');
    const covers = innerWidth < 768 && menu?.getBoundingClientRect().left >= 0;
    if (covers) menu.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };
  setTimeout(hide, 300);
  const open = (left) => {
    const found = document.querySelector(".st-key-found [data-found]");
    const link = document.querySelector(".st-key-found a");
    if (found && link && field() && found.dataset.found === field().value.trim()) {
      link.click();
    } else if (left) setTimeout(open, 100, left - 1);
  };
  const main = (from) => {
    const page = from.closest?.('[data-testid="stMain"]');
    return [...(page?.querySelectorAll('[data-testid="stBaseButton-primary"]') ?? [])].find(
      (each) =>
        !each.disabled && from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
  };
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
      go(20);
    } else if (event.key === "Enter" && event.target === field()) open(30);
    else if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && main(event.target)) {
      event.preventDefault();
      event.target.blur();
      setTimeout(() => main(event.target)?.click(), 50);
    }
  }, true);
  addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-found a")) setTimeout(hide, 300);
  });
  const unseen = (name) => {
    const found = [...document.querySelectorAll(`[class*="st-key-${name}-"]:not([data-seen])`)];
    for (const each of found) each.dataset.seen = "";
    return found[0];
  };
  new MutationObserver(() => {
    const said = unseen("said");
    said?.scrollIntoView({ block: "nearest" });
    let box = unseen("refused");
    while (box && !box.previousElementSibling) box = box.parentElement;
    box?.previousElementSibling.querySelector("input, textarea")?.focus();
  }).observe(document.body, { childList: true, subtree: true });
}
"""
"""Waits for what was found for the text that is in the field: somebody may type fast. Leaving a
field sends what is in it before the button is pressed."""
