// The counter's keyboard: type letters, Enter takes the first item that fits; Enter in a field goes
// on to the next, as card readers send it; A ticks every material, Ctrl+Enter receives and accepts,
// P prints the receipt. A reader's card or code goes where it belongs, wherever the cursor stands.
// Everything works without this file.

const form = document.querySelector("[data-counter]");
let ready = Promise.resolve(); // the materials of the item are here
let looked = ""; // the number that was asked after last
const named = (name) => form.elements.namedItem(name);

function isShown(element) {
  return element.checkVisibility ? element.checkVisibility() : Boolean(element.offsetParent);
}

function goOn(field) {
  const fields = [...form.elements].filter((each) => each.matches(":not(fieldset, [type=hidden])") && isShown(each));
  fields[fields.indexOf(field) + 1]?.focus();
}

async function takeItem(list, find) {
  const address = `${find.getAttribute("hx-get")}?words=${encodeURIComponent(find.value)}`;
  await window.htmx.ajax("GET", address, { target: list, swap: "innerHTML" });
  const first = [...list.options].find((option) => option.value);
  if (!first) return;
  list.value = first.value;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  named("number").focus();
}

// What a number looks like says what it is of; the server checks its digits.
function kindOf(number) {
  if (/^\d{17}[\dX]$/.test(number)) return "identity";
  return /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(number) ? "credit-code" : "other";
}

async function look(number, known) {
  const asked = number.value.trim();
  if (asked === looked) return; // each asking is a recorded reading
  looked = asked;
  known.replaceChildren();
  if (!asked) return;
  named("document").value = kindOf(number.value.replace(/[\s-]/g, "").toUpperCase());
  const item = named("item").value;
  const values = { number: number.value, item, csrfmiddlewaretoken: named("csrfmiddlewaretoken").value };
  await window.htmx.ajax("POST", known.dataset.source, { target: known, swap: "innerHTML", values });
  // Known here: name and phone may stay empty, so the cursor goes on to the materials.
  const waiting = [named("name"), named("phone")];
  if (!known.firstElementChild || !waiting.includes(document.activeElement)) return;
  if (waiting.some((each) => each.value)) return;
  if (named("item").value) ready.then(() => goOn(named("phone")));
  else form.querySelector("#find").focus();
}

// Where a scanned text belongs; returns what is done with it, or nothing where it stays where it was typed.
function place(text, target, open) {
  const plain = text.trim().toUpperCase();
  const number = named("number");
  if (open && /[A-Z]{2}-\d{6}-\d{6}/.test(plain)) {
    return () => {
      open.elements.namedItem("text").value = text.trim();
      if (number.value || named("name").value) open.querySelector("button").focus(); // nothing typed is lost
      else open.requestSubmit();
    };
  }
  if (kindOf(plain) !== "other") {
    return () => {
      number.value = plain;
      number.dispatchEvent(new Event("change", { bubbles: true }));
      goOn(number);
    };
  }
  const slip = named("queue_number");
  if (slip && target !== number && /^[A-Z]{1,3}-?\d{1,6}$/.test(plain)) return () => (slip.value = plain);
  return undefined;
}

function tickAll() {
  for (const box of form.querySelectorAll("[name=materials]")) box.checked = true;
}

if (form) {
  const list = named("item");
  const find = form.querySelector("#find");
  const materials = form.querySelector("#materials");
  const known = form.querySelector("#known");
  const number = named("number");
  const show = form.querySelector("[data-show-materials]");
  form.querySelector("[data-find]").hidden = false;
  show.hidden = show.disabled = true;
  if (!document.querySelector(".error-summary") && !list.value) find.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("[name=do][value=accept]").click();
    }
    if (event.key.toLowerCase() === "a" && event.target.matches("[type=checkbox]")) tickAll();
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input, select")) return;
    event.preventDefault();
    if (event.target === find) takeItem(list, find);
    else if (event.target.name === "phone") ready.then(() => goOn(event.target));
    else goOn(event.target);
  });
  const open = document.querySelector("[data-open-number]");
  document.addEventListener("scan", (event) => {
    event.detail.then = place(event.detail.text, event.target, open);
    if (event.detail.then) event.preventDefault();
  });
  number.addEventListener("change", () => look(number, known));
  list.addEventListener("change", () => {
    const address = `${materials.dataset.source}?item=${encodeURIComponent(list.value)}`;
    ready = window.htmx.ajax("GET", address, { target: materials, swap: "innerHTML" });
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  document.querySelector("[data-print]")?.click();
});
