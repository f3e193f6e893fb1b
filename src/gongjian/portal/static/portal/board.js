// Keeps a hall board fresh: asks for the page every half minute and puts it in place of the old one.
// A dead network leaves the last page standing and says since when; after an hour, names are hidden.
"use strict";
(() => {
  const EVERY = 30_000, LATE = 120_000, TOO_OLD = 3_600_000;
  let made = Date.now();
  const tell = () => {
    const clock = document.getElementById("clock");
    const now = new Date();
    if (clock) clock.textContent = now.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
    const age = Date.now() - made;
    const note = document.getElementById("dead");
    const staff = document.getElementById("staff");
    if (note) note.hidden = age < LATE;
    if (staff) staff.hidden = age >= TOO_OLD;
    const old = document.getElementById("too-old");
    if (old) old.hidden = age < TOO_OLD;
  };
  const renew = async () => {
    const asked = new AbortController();  // browsers of before 2022 know no AbortSignal.timeout
    const patience = setTimeout(() => asked.abort(), 10_000);
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "error", signal: asked.signal });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("main");
        if (fresh) {
          document.getElementById("main").replaceWith(document.adoptNode(fresh));
          made = Date.now();
        }
      }
    } catch { /* the network is away: what stands here stays */ }
    clearTimeout(patience);
    tell();
  };
  setInterval(renew, EVERY);
  setInterval(tell, 5_000);
  tell();
})();
