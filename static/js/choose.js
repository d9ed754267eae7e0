// One box that chooses all boxes of a list. Without it each box is ticked by hand.
for (const form of document.querySelectorAll("form[data-choose-all]")) {
  const head = form.querySelector("th[data-choose]");
  const boxes = [...form.querySelectorAll('tbody input[type="checkbox"]')];
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.setAttribute("aria-label", form.dataset.chooseAll);
  const follow = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener("change", follow));
  head.replaceChildren(all);
  follow();
}
