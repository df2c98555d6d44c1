"""What the keyboard does on pages: Ctrl+K goes to the field that finds, Enter opens the first hit.

The policy of the pages lets this script run, and no other.
"""

FIND_KEYS = """
if (!window.hasFindKeys) {
  window.hasFindKeys = true;
  const field = () => document.querySelector(".st-key-find input");
  const go = (left) => {
    if (field()) field().select();
    else if (left) setTimeout(go, 100, left - 1);
  };
  const open = (left) => {
    const found = document.querySelector(".st-key-found [data-found]");
    const link = document.querySelector(".st-key-found a");
    if (found && link && field() && found.dataset.found === field().value.trim()) {
      link.click();
      const hide = '[data-testid="stSidebarCollapseButton"] button';
      if (innerWidth < 768) document.querySelector(hide)?.click();
    } else if (left) setTimeout(open, 100, left - 1);
  };
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
      go(20);
    } else if (event.key === "Enter" && event.target === field()) open(30);
  }, true);
}
"""
"""Waits for what was found for the text that is in the field: somebody may type fast."""
