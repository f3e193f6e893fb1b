// What makes the workbench smoother. Everything here also works without it.
(function () {
  "use strict";

  function each(root, selector, run) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), run);
  }

  // What the server could not take is held in this window, and no longer: until it is a draft, or
  // until a page tells that the form is done with. Of another person nothing is taken up.
  var HELD = "typed ";
  function heldAs(form) {
    return HELD + form.dataset.who + " " + form.dataset.draft;
  }
  function hold(form) {
    var typed = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "expect_seq") typed.append(name, value);
    });
    try { sessionStorage.setItem(heldAs(form), typed.toString()); } catch (full) { return; }
  }
  function release(form) {
    try { sessionStorage.removeItem(heldAs(form)); } catch (none) { return; }
  }
  function releaseOthers() {
    try {
      var here = Array.prototype.map.call(document.querySelectorAll("form[data-draft]"), heldAs);
      Object.keys(sessionStorage).forEach(function (name) {
        if (name.indexOf(HELD) === 0 && here.indexOf(name) < 0) sessionStorage.removeItem(name);
      });
    } catch (none) { return; }
  }
  // Makes a draft of what is held, and opens the form anew with it.
  function takeUp(form) {
    var typed = null;
    try { typed = sessionStorage.getItem(heldAs(form)); } catch (none) { return; }
    if (!typed) return;
    // What came back from the server stands in the form: to open it anew would undo the next press.
    if (form.dataset.answered !== undefined) return release(form);
    var sent = new URLSearchParams(typed);
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fetch(form.dataset.draft, { method: "POST", body: sent, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) return;
      release(form);
      window.location.reload();
    }).catch(function () { return; });
  }

  // Drafts: what is typed is kept on the server two seconds after the last key.
  function watchDraft(form) {
    if (form.dataset.watched) return;
    form.dataset.watched = "yes";
    takeUp(form);
    var timer = 0, dirty = false;
    var note = form.querySelector("[data-draft-note]");

    function body() {
      var data = new FormData(form);
      data.delete("expect_seq");
      return data;
    }
    function save() {
      dirty = false;
      fetch(form.dataset.draft, { method: "POST", body: body(), credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(function (saved) {
          if (!dirty) release(form);
          if (note) note.textContent = note.dataset.saved.replace("{time}", saved.saved_at);
        })
        .catch(function () {
          dirty = true;
          hold(form);
          timer = setTimeout(save, 15000);
          if (note) note.textContent = note.dataset.failed;
        });
    }
    form.addEventListener("input", function () {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
    form.addEventListener("submit", function () {
      clearTimeout(timer);
      if (dirty) hold(form);
      dirty = false;
    });
    window.addEventListener("pagehide", function () {
      if (dirty && navigator.sendBeacon) navigator.sendBeacon(form.dataset.draft, body());
    });
  }

  // A text box grows with its text.
  function grow(box) {
    if (box.scrollHeight > box.clientHeight) {
      box.style.height = Math.min(box.scrollHeight + 4, 640) + "px";
    }
  }

  function untouched(one) {
    return one.options ? one.options[one.selectedIndex].defaultSelected : one.value === one.defaultValue;
  }

  function answer(asked) {
    return asked.type !== "checkbox" ? asked.value : asked.checked ? "on" : "";
  }

  // What only some answers ask for steps aside while another is given and nothing is typed in it;
  // what the form was filled with is not typed, unless it comes from a draft or was sent once.
  function suit(form) {
    var fresh = !("restored" in form.dataset);
    each(form, "[data-only]", function (box) {
      var asked = form.elements[box.dataset.only];
      if (!asked) return;
      var typed = Array.prototype.some.call(box.querySelectorAll("input, select, textarea"), function (one) {
        if (one.type === "hidden") return false;
        return one.type === "checkbox" || one.type === "radio" ? one.checked : one.value.trim() && !(fresh && untouched(one));
      });
      var wanted = box.dataset.for.split(" ").indexOf(answer(asked)) >= 0;
      box.hidden = !wanted && !typed && !box.classList.contains("wrong");
    });
  }

  // What is asked next depends on an answer: once it is given, the form is drawn anew by itself.
  function redraw(button) {
    var asked = button.form && button.form.elements[button.dataset.redraw];
    if (asked) asked.addEventListener("change", function () { button.click(); });
  }

  // Where the same words are asked about again and again, one press answers all that wait; each
  // stays a line of its own, to be read and changed.
  function quoted(line) {
    var said = /【(.+?)】/.exec(line.querySelector(".about").textContent);
    return said ? said[1] : "";
  }
  function offerSame(chosen) {
    var line = chosen.closest(".lines > .line"), words = line && quoted(line);
    if (!words) return;
    var list = line.parentNode;
    each(list, ".same", function (old) { old.remove(); });
    var open = Array.prototype.filter.call(list.children, function (other) {
      return !other.querySelector("input:checked") && quoted(other) === words;
    });
    if (!open.length) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button small same";
    button.textContent = list.dataset.same.replace("{words}", words).replace("{n}", open.length)
      .replace("{choice}", chosen.nextElementSibling.textContent);
    button.addEventListener("click", function () {
      open.forEach(function (other) { other.querySelector('input[value="' + chosen.value + '"]').checked = true; });
      button.remove();
      chosen.focus();
      chosen.dispatchEvent(new Event("input", { bubbles: true }));
    });
    chosen.closest(".answers").appendChild(button);
  }

  function prepare(root) {
    each(root, "form", suit);
    each(root, "[data-redraw]", redraw);
    each(root, "form[data-draft]", watchDraft);
    each(root, ".field textarea", grow);
    // What scrolls sideways can be scrolled by the keyboard.
    each(root, ".table-wrap", function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
    each(root, ".chart-box", function (box) {
      var now = box.querySelector(".now");
      if (!now) return;
      var gap = now.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop = Math.max(0, gap - box.clientHeight / 2);
    });
    var summary = root.querySelector(".error-summary");
    if (summary) summary.focus();
  }

  document.addEventListener("change", function (event) {
    if (event.target.form) suit(event.target.form);
    if (event.target.type === "radio") offerSame(event.target);
  });

  document.addEventListener("input", function (event) {
    if (event.target.matches && event.target.matches(".field textarea")) grow(event.target);
  });

  // One press, one act: a second press of the same form does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    each(form, "button", function (button) { button.setAttribute("aria-disabled", "true"); });
  });
  window.addEventListener("pageshow", function () {
    each(document, "form[data-sent]", function (form) {
      delete form.dataset.sent;
      each(form, "button", function (button) { button.removeAttribute("aria-disabled"); });
    });
  });

  // A press anywhere in a row opens what its link opens.
  document.addEventListener("click", function (event) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("a, button, input, label, summary, select")) return;
    if (String(window.getSelection())) return;
    var row = event.target.closest("tr[data-href]");
    if (row) window.location.assign(row.dataset.href);
  });

  // The person's menu closes on Escape and on a press outside.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") each(document, ".person-menu[open]", function (m) { m.open = false; });
  });
  document.addEventListener("click", function (event) {
    each(document, ".person-menu[open]", function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("DOMContentLoaded", function () {
    releaseOthers();
    prepare(document);
  });
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
})();
