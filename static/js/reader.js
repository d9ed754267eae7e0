// Readers of cards and codes type like a keyboard: a burst of signs, then Enter. What was typed so fast is told
// as a "scan" event; who takes it calls preventDefault, and the field in which it landed is as it was before.

const GAP = 50; // milliseconds: nobody types that evenly
const SHORTEST = 4;
let text = "";
let last = -Infinity;
let field = null;
let before = "";

document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const fast = event.timeStamp - last < GAP;
    if (event.key.length === 1) {
      if (!fast || !text) {
        text = "";
        field = event.target;
        before = field.value;
      }
      text += event.key;
      last = event.timeStamp;
    } else if (event.key === "Enter" && fast && text.length >= SHORTEST) {
      const scan = new CustomEvent("scan", { bubbles: true, cancelable: true, detail: { text } });
      text = "";
      if (event.target.dispatchEvent(scan)) {
        if (event.target.matches("button, a")) event.preventDefault(); // no reader sends a form
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (typeof before === "string" && field.value !== before) field.value = before;
      scan.detail.then?.();
    } else if (event.key !== "Shift") text = ""; // a reader sends signs and Enter, nothing between
  },
  true,
);
