// Draws a box with the pointer and fills the form's numbers; everything also works by typing them.
(function () {
  "use strict";

  var names = ["page", "x", "y", "width", "height"];
  var fields = {};
  names.forEach(function (name) { fields[name] = document.getElementById("id_" + name); });
  var complete = names.every(function (name) { return fields[name]; });

  function place(sheet, event) {
    var frame = sheet.getBoundingClientRect();
    function part(at, from, size) {
      return Math.max(0, Math.min(1000, Math.round((at - from) * 1000 / size)));
    }
    return {
      x: part(event.clientX, frame.left, frame.width),
      y: part(event.clientY, frame.top, frame.height)
    };
  }

  function show(sheet, box) {
    var size = sheet.viewBox.baseVal;
    var drawn = sheet.querySelector(".fresh");
    if (!drawn) {
      drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      drawn.setAttribute("class", "fresh");
      sheet.appendChild(drawn);
    }
    drawn.setAttribute("x", box.x * size.width / 1000);
    drawn.setAttribute("y", box.y * size.height / 1000);
    drawn.setAttribute("width", box.width * size.width / 1000);
    drawn.setAttribute("height", box.height * size.height / 1000);
  }

  function clear() {
    Array.prototype.forEach.call(document.querySelectorAll(".fresh"), function (old) {
      old.parentNode.removeChild(old);
    });
  }

  function watch(sheet) {
    var start = null;
    sheet.addEventListener("pointerdown", function (event) {
      clear();
      start = place(sheet, event);
      sheet.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    sheet.addEventListener("pointermove", function (event) {
      if (!start) return;
      var now = place(sheet, event);
      var box = {
        x: Math.min(start.x, now.x), y: Math.min(start.y, now.y),
        width: Math.abs(now.x - start.x), height: Math.abs(now.y - start.y)
      };
      show(sheet, box);
      fields.page.value = sheet.dataset.sheet;
      fields.x.value = Math.min(box.x, 999);
      fields.y.value = Math.min(box.y, 999);
      fields.width.value = Math.max(box.width, 1);
      fields.height.value = Math.max(box.height, 1);
    });
    sheet.addEventListener("pointerup", function () {
      start = null;
      fields.width.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function typed() {
    var sheet = document.querySelector('[data-sheet="' + CSS.escape(fields.page.value.trim()) + '"]');
    clear();
    if (!sheet) return;
    show(sheet, {
      x: Number(fields.x.value), y: Number(fields.y.value),
      width: Number(fields.width.value), height: Number(fields.height.value)
    });
  }

  if (complete) {
    Array.prototype.forEach.call(document.querySelectorAll(".sheet.draws"), watch);
    names.forEach(function (name) { fields[name].addEventListener("change", typed); });
  }
})();
