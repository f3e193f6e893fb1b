// A field to sign in with pen, finger or mouse. Without this file the page says to print instead.
(function () {
  "use strict";

  var WIDE = 1000, HIGH = 400, NEAR = 5, PEN = 9;
  var form = document.getElementById("sign-form");
  var field = document.getElementById("sign-field");
  if (!form || !field || !field.getContext) return;
  var kept = document.getElementById("id_strokes");
  var told = document.getElementById("sign-told");
  var ink = field.getContext("2d");
  var strokes = [], now = null;

  function at(event) {
    var frame = field.getBoundingClientRect();
    function part(where, from, size, most) {
      return Math.max(0, Math.min(most, Math.round((where - from) * most / size)));
    }
    return [part(event.clientX, frame.left, frame.width, WIDE), part(event.clientY, frame.top, frame.height, HIGH)];
  }

  function draw() {
    ink.clearRect(0, 0, WIDE, HIGH);
    ink.lineWidth = PEN;
    ink.lineCap = ink.lineJoin = "round";
    ink.strokeStyle = "#101010";
    strokes.forEach(function (points) {
      ink.beginPath();
      ink.moveTo(points[0][0], points[0][1]);
      ink.lineTo(points[0][0] + 0.1, points[0][1]);
      points.forEach(function (point) { ink.lineTo(point[0], point[1]); });
      ink.stroke();
    });
  }

  function keep() {
    kept.value = strokes.map(function (points) {
      return points.map(function (point) { return point.join(","); }).join(" ");
    }).join(";");
    told.textContent = strokes.length ? told.dataset.some.replace("{n}", strokes.length) : told.dataset.none;
    draw();
  }

  function add(event) {
    var point = at(event), last = now[now.length - 1];
    if (last && Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < NEAR) return;
    now.push(point);
  }

  field.addEventListener("pointerdown", function (event) {
    if (now || (event.pointerType === "mouse" && event.button !== 0)) return;
    now = [];
    strokes.push(now);
    add(event);
    field.setPointerCapture(event.pointerId);
    event.preventDefault();
    draw();
  });
  field.addEventListener("pointermove", function (event) {
    if (!now) return;
    var passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (passed.length ? passed : [event]).forEach(add);
    draw();
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    field.addEventListener(name, function () {
      if (!now) return;
      now = null;
      keep();
    });
  });
  document.getElementById("sign-undo").addEventListener("click", function () {
    strokes.pop();
    keep();
  });
  document.getElementById("sign-clear").addEventListener("click", function () {
    strokes = [];
    keep();
  });

  // What came back with a refused form is there again.
  strokes = kept.value.split(";").filter(Boolean).map(function (stroke) {
    return stroke.split(" ").map(function (point) { return point.split(",").map(Number); });
  });
  form.hidden = document.getElementById("sign-or-print").hidden = false;
  document.getElementById("sign-no-script").hidden = true;
  keep();
})();
