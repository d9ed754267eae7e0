// The counter's keyboard: type letters, Enter takes the first item that fits; Enter in a field goes
// on to the next, as card readers send it; A ticks every material, Ctrl+Enter receives and accepts,
// P prints the receipt. Everything works without this file.

const form = document.querySelector("[data-counter]");

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
  form.elements.namedItem("number").focus();
}

// What a number looks like says what it is of; the server checks its digits.
function kindOf(number) {
  if (/^\d{17}[\dX]$/.test(number)) return "identity";
  return /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(number) ? "credit-code" : "other";
}

async function look(number, known) {
  known.replaceChildren();
  if (!number.value.trim()) return;
  form.elements.namedItem("document").value = kindOf(number.value.replace(/[\s-]/g, "").toUpperCase());
  const values = { number: number.value, csrfmiddlewaretoken: form.elements.namedItem("csrfmiddlewaretoken").value };
  await window.htmx.ajax("POST", known.dataset.source, { target: known, swap: "innerHTML", values });
}

function tickAll() {
  for (const box of form.querySelectorAll("[name=materials]")) box.checked = true;
}

if (form) {
  const list = form.elements.namedItem("item");
  const find = form.querySelector("#find");
  const materials = form.querySelector("#materials");
  const known = form.querySelector("#known");
  const number = form.elements.namedItem("number");
  const show = form.querySelector("[data-show-materials]");
  let ready = Promise.resolve(); // the materials of the item are here
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
