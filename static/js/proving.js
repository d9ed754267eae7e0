// A public form that keeps scripts out: proof of work while somebody fills it in. Without this file it is sent
// without proof, which is taken more slowly.

function prove(form) {
  const token = form.elements.submission.value;
  return new Promise((resolve) => {
    const worker = new Worker(form.dataset.proofWorker);
    worker.onmessage = (event) => {
      form.elements.proof.value = event.data;
      resolve();
    };
    worker.onerror = resolve; // sent without proof, not lost
    worker.postMessage({ token, bits: Number(form.dataset.proofBits) });
  });
}

function holdUntilProved(form, proved) {
  let isProved = false;
  proved.then(() => (isProved = true));
  form.addEventListener("submit", (event) => {
    if (isProved) return;
    event.preventDefault();
    form.querySelector("[data-proof-wait]").hidden = false;
    proved.then(() => form.requestSubmit());
  });
}

const form = document.querySelector("form[data-proof-worker]");
if (form && window.Worker) holdUntilProved(form, prove(form));
