/* Everything works without this file: it only saves drafts, guards against a second press and opens rows. */
(function () {
  "use strict";

  function on(name, work) { document.addEventListener(name, work); }

  on("click", function (event) {
    var row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, summary")) return;
    if (window.getSelection && String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank");
    else window.location.href = row.dataset.href;
  });

  on("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    var pressed = event.submitter;
    if (pressed) pressed.setAttribute("aria-disabled", "true");
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (b) { b.removeAttribute("aria-disabled"); });
    });
  });

  var form = document.querySelector("form[data-draft]");
  if (form && window.fetch) {
    var timer = 0, unsaved = false;
    var told = document.getElementById("draft-told");
    var save = function () {
      timer = 0;
      unsaved = false;
      fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok || answer.redirected) throw new Error();
          return answer.json();
        })
        .then(function (saved) { if (told) told.textContent = told.dataset.saved + " " + saved.saved_at; })
        .catch(function () { unsaved = true; if (told) told.textContent = told.dataset.failed; });
    };
    form.addEventListener("input", function () {
      unsaved = true;
      if (timer) window.clearTimeout(timer);
      timer = window.setTimeout(save, 1500);
    });
    form.addEventListener("submit", function () {
      unsaved = false;
      if (timer) window.clearTimeout(timer);
    });
    // Leaving within the pause still saves: the browser sends it after the page is gone.
    window.addEventListener("pagehide", function () {
      if (unsaved && navigator.sendBeacon) navigator.sendBeacon(form.dataset.draft, new FormData(form));
    });
  }

  on("click", function (event) {
    var link = event.target.closest("a[data-more]");
    if (!link || !window.fetch) return;
    event.preventDefault();
    var slot = link.closest("[data-more-slot]");
    fetch(link.href, { credentials: "same-origin", headers: { "X-Part": "1" } })
      .then(function (answer) { if (!answer.ok) throw new Error(); return answer.text(); })
      .then(function (html) { slot.outerHTML = html; })
      .catch(function () { window.location.href = link.href; });
  });

  // A text box grows with its text.
  function grow(box) {
    if (box.scrollHeight > box.clientHeight) box.style.height = Math.min(box.scrollHeight + 4, 640) + "px";
  }
  document.querySelectorAll(".field textarea").forEach(grow);
  on("input", function (event) { if (event.target.matches(".field textarea")) grow(event.target); });

  // The person's menu closes on Escape and on a press outside.
  function close(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  on("keydown", function (event) { if (event.key === "Escape") close(null); });
  on("click", function (event) { close(event.target.closest("details.menu")); });

  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
