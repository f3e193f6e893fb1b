// A large file shows how much of it has been sent; without this the form sends it all the same.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-progress]")) return;
  const file = form.querySelector("input[type=file]").files[0];
  if (!file) return;
  event.preventDefault();
  const note = form.querySelector("[role=status]");
  const button = form.querySelector("button[type=submit]");
  const sending = new XMLHttpRequest();
  const failed = () => {
    button.disabled = false;
    note.textContent = form.dataset.failed;
  };
  sending.open("POST", location.href);
  sending.setRequestHeader("X-Requested-With", "progress");
  sending.upload.onprogress = (told) => {
    if (told.lengthComputable) {
      note.textContent = `${form.dataset.progress} ${Math.floor((told.loaded / told.total) * 100)}%`;
    }
  };
  sending.onerror = failed;
  sending.onload = () => {
    const next = sending.getResponseHeader("X-Next");
    if (next) {
      location.assign(next);
      return;
    }
    const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
    const fresh = answer.getElementById("sending");
    if (!fresh) {
      failed();
      return;
    }
    document.getElementById("sending").replaceWith(fresh);
    const problems = document.querySelector(".error-summary");
    if (problems) problems.focus();
  };
  button.disabled = true;
  sending.send(new FormData(form));
});
