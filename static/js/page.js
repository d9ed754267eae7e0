// What makes every page quicker by hand: the error summary takes the focus, lists obey the keyboard,
// a form is sent once. Everything works without this file.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function rows() {
  return [...document.querySelectorAll("[data-keys] tbody tr")].filter((row) => row.querySelector("a"));
}

function step(by) {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.contains(document.activeElement));
  const next = list[Math.min(Math.max(at + by, 0), list.length - 1)];
  next.querySelector("a").focus();
}

const keys = {
  "/": () => document.querySelector("[type=search]"),
  j: () => step(1),
  k: () => step(-1),
  n: () => document.querySelector("[data-key=n]"),
  "?": () => document.querySelector("[data-key=help]"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  const found = act();
  if (found?.matches("[type=search]")) {
    event.preventDefault();
    found.focus();
  } else if (found?.matches("a, button, summary")) {
    event.preventDefault();
    found.click();
  }
});

document.querySelector(".error-summary")?.focus();

// On a phone the list comes first; filters that are set stay in sight.
if (matchMedia("(max-width: 767.98px)").matches && !location.search) {
  document.querySelectorAll("details[data-fold]").forEach((fold) => (fold.open = false));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A second press on a slow line must not look like a second act; the server refuses it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
