// The complaint's form: a draft kept in this tab, fields that fit the answer.
// And the way from the receipt's QR code into the tracking form. All works without it.

const DRAFT = "complaint-draft";
const DRAFTED = ["content", "kind", "place", "identity"]; // never who the citizen is

function keepDraft(form) {
  const draft = {};
  for (const name of DRAFTED) draft[name] = new FormData(form).get(name) ?? "";
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the form works without a draft.
  }
}

function bringDraft(form) {
  let draft;
  try {
    draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  } catch {
    return;
  }
  if (!draft || form.querySelector(".is-invalid")) return;
  for (const name of DRAFTED) {
    const field = form.elements[name];
    if (field && draft[name] && !field.value) field.value = draft[name];
  }
}

function showContact(form) {
  const section = form.querySelector("[data-contact]");
  if (section) section.hidden = form.elements.identity.value === "anonymous";
}

const form = document.querySelector("form[data-complaint]");
if (form) {
  const isPublic = "proofWorker" in form.dataset;
  if (isPublic) bringDraft(form);
  showContact(form);
  form.addEventListener("input", () => {
    if (isPublic) keepDraft(form);
    showContact(form);
  });
}

if (document.querySelector("[data-clear-draft]")) sessionStorage.removeItem(DRAFT);

const track = document.querySelector("form[data-track]");
if (track && location.hash.includes(".")) {
  const [number, code] = location.hash.slice(1).split(".");
  track.elements.number.value = decodeURIComponent(number);
  track.elements.code.value = decodeURIComponent(code);
  history.replaceState(null, "", location.pathname); // the code stays in no history
  track.querySelector("button").focus();
}
