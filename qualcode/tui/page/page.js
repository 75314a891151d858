// The keyboard belongs to the workbench from the start, and to the link that opens it again once it is closed.
"use strict";

function giveKeyboard() {
  const closed = document.body.classList.contains("-closed");
  document.querySelector(closed ? ".closed a" : ".xterm-helper-textarea")?.focus();
}

addEventListener("load", () => {
  giveKeyboard();
  new MutationObserver(giveKeyboard).observe(document.body, { attributeFilter: ["class"] });
});
addEventListener("focus", giveKeyboard);
