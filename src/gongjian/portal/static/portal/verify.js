/* Checks a file against its proof bundle on this device: SHA-256, disclosed row, path to the checkpoint,
   Ed25519 signature. Own code, because crypto.subtle is missing on plain HTTP and Ed25519 in older browsers.
   Format: docs/proof-format.md. Without this file the form asks the server. */
(function () {
  "use strict";

  // --- SHA-2: both sizes from the fractional parts of roots, kept as BigInt once, then as numbers ----
  function primes(count) {
    var found = [];
    for (var n = 2; found.length < count; n++) {
      if (found.every(function (p) { return n % p; })) found.push(n);
    }
    return found;
  }
  function root(value, power) {
    var low = 0n, high = 1n << 80n;
    while (low + 1n < high) {
      var middle = (low + high) >> 1n;
      if (middle ** power <= value) low = middle; else high = middle;
    }
    return low;
  }
  function fractions(count, power) {
    return primes(count).map(function (p) {
      return root(BigInt(p) << (64n * power), power) & 0xffffffffffffffffn;
    });
  }
  var K64 = fractions(80, 3n), H64 = fractions(8, 2n);
  var K32 = Uint32Array.from(K64.slice(0, 64), function (k) { return Number(k >> 32n); });
  var H32 = Uint32Array.from(H64, function (h) { return Number(h >> 32n); });

  function Sha256() {
    this.state = Uint32Array.from(H32);
    this.rest = new Uint8Array(0);
    this.length = 0;
    this.w = new Uint32Array(64);
  }
  Sha256.prototype.update = function (bytes) {
    this.length += bytes.length;
    var all = bytes;
    if (this.rest.length) {
      all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest);
      all.set(bytes, this.rest.length);
    }
    var whole = all.length - all.length % 64;
    for (var at = 0; at < whole; at += 64) this.block(all, at);
    this.rest = all.slice(whole);
    return this;
  };
  Sha256.prototype.block = function (bytes, at) {
    var w = this.w, s = this.state, i;
    for (i = 0; i < 16; i++) {
      var b = at + 4 * i;
      w[i] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3];
    }
    for (i = 16; i < 64; i++) {
      var x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
        + w[i - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    var a = s[0], c = s[1], d = s[2], e = s[3], f = s[4], g = s[5], h = s[6], k = s[7];
    for (i = 0; i < 64; i++) {
      var t = (k + ((f >>> 6 | f << 26) ^ (f >>> 11 | f << 21) ^ (f >>> 25 | f << 7))
        + (f & g ^ ~f & h) + K32[i] + w[i]) | 0;
      var u = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10))
        + (a & c ^ a & d ^ c & d)) | 0;
      k = h; h = g; g = f; f = (e + t) | 0; e = d; d = c; c = a; a = (t + u) | 0;
    }
    s[0] += a; s[1] += c; s[2] += d; s[3] += e; s[4] += f; s[5] += g; s[6] += h; s[7] += k;
  };
  Sha256.prototype.digest = function () {
    var bits = this.length * 8, size = this.rest.length < 56 ? 64 : 128;
    var tail = new Uint8Array(size), view = new DataView(tail.buffer);
    tail.set(this.rest);
    tail[this.rest.length] = 0x80;
    view.setUint32(size - 8, Math.floor(bits / 4294967296));
    view.setUint32(size - 4, bits >>> 0);
    for (var at = 0; at < size; at += 64) this.block(tail, at);
    var out = new DataView(new ArrayBuffer(32));
    this.state.forEach(function (word, i) { out.setUint32(4 * i, word); });
    return new Uint8Array(out.buffer);
  };
  function sha256() {
    var hash = new Sha256();
    for (var i = 0; i < arguments.length; i++) hash.update(arguments[i]);
    return hash.digest();
  }

  function sha512(bytes) {
    var M = 0xffffffffffffffffn, size = Math.ceil((bytes.length + 17) / 128) * 128;
    var data = new Uint8Array(size), view = new DataView(data.buffer), state = H64.slice();
    data.set(bytes);
    data[bytes.length] = 0x80;
    view.setBigUint64(size - 8, BigInt(bytes.length) * 8n);
    function r(x, n) { return (x >> n | x << (64n - n)) & M; }
    for (var at = 0; at < size; at += 128) {
      var w = [], i;
      for (i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i));
      for (; i < 80; i++) {
        var x = w[i - 15], y = w[i - 2];
        w.push((w[i - 16] + (r(x, 1n) ^ r(x, 8n) ^ x >> 7n) + w[i - 7] + (r(y, 19n) ^ r(y, 61n) ^ y >> 6n)) & M);
      }
      var v = state.slice();
      for (i = 0; i < 80; i++) {
        var e = v[4], a = v[0];
        var t = v[7] + (r(e, 14n) ^ r(e, 18n) ^ r(e, 41n)) + (e & v[5] ^ (M ^ e) & v[6]) + K64[i] + w[i];
        var u = (r(a, 28n) ^ r(a, 34n) ^ r(a, 39n)) + (a & v[1] ^ a & v[2] ^ v[1] & v[2]);
        v = [(t + u) & M, a, v[1], v[2], (v[3] + t) & M, e, v[5], v[6]];
      }
      state = state.map(function (s, n) { return (s + v[n]) & M; });
    }
    var out = new DataView(new ArrayBuffer(64));
    state.forEach(function (s, n) { out.setBigUint64(8 * n, s); });
    return new Uint8Array(out.buffer);
  }

  // --- Ed25519 (RFC 8032), checking only ---------------------------------------------------------
  var P = (1n << 255n) - 19n, L = (1n << 252n) + 27742317777372353535851937790883648493n;
  function mod(x) { x %= P; return x < 0n ? x + P : x; }
  function power(base, exponent) {
    var result = 1n;
    for (base = mod(base); exponent; exponent >>= 1n) {
      if (exponent & 1n) result = mod(result * base);
      base = mod(base * base);
    }
    return result;
  }
  var D = mod(-121665n * power(121666n, P - 2n)), I = power(2n, (P - 1n) / 4n);
  function little(bytes) {
    var value = 0n;
    for (var i = bytes.length - 1; i >= 0; i--) value = value << 8n | BigInt(bytes[i]);
    return value;
  }
  function point(bytes) {
    var y = little(bytes), sign = y >> 255n;
    y &= (1n << 255n) - 1n;
    if (y >= P) return null;
    var u = mod(y * y - 1n), v = mod(D * y * y + 1n);
    var x = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n));
    if (mod(v * x * x) !== u) {
      x = mod(x * I);
      if (mod(v * x * x) !== u) return null;
    }
    if (x === 0n && sign) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  }
  function add(p, q) {
    var a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0]));
    var c = mod(2n * p[3] * q[3] * D), d = mod(2n * p[2] * q[2]);
    var e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  }
  function times(n, p) {
    var sum = [0n, 1n, 1n, 0n];
    for (; n; n >>= 1n) {
      if (n & 1n) sum = add(sum, p);
      p = add(p, p);
    }
    return sum;
  }
  function signed(key, message, signature) {
    var a = point(key), r = point(signature.slice(0, 32)), s = little(signature.slice(32));
    if (!a || !r || s >= L) return false;
    var base = point(hex("5866666666666666666666666666666666666666666666666666666666666666"));
    var k = little(sha512(join(signature.slice(0, 32), key, message))) % L;
    var one = times(s, base), two = add(r, times(k, a));
    return mod(one[0] * two[2] - two[0] * one[2]) === 0n && mod(one[1] * two[2] - two[1] * one[2]) === 0n;
  }

  // --- Bytes -------------------------------------------------------------------------------------
  function hex(text) {
    if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("哈希值写法不对");
    return Uint8Array.from(text.match(/../g) || [], function (two) { return parseInt(two, 16); });
  }
  function shown(bytes) {
    return Array.from(bytes, function (b) { return (b < 16 ? "0" : "") + b.toString(16); }).join("");
  }
  function base64(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function utf8(text) { return new TextEncoder().encode(text); }
  function join() {
    var parts = Array.from(arguments), out = new Uint8Array(parts.reduce(function (n, p) { return n + p.length; }, 0)), at = 0;
    parts.forEach(function (part) { out.set(part, at); at += part.length; });
    return out;
  }
  function same(a, b) { return shown(a) === shown(b); }

  // --- The bundle: an uncompressed zip -----------------------------------------------------------
  function unzipped(bytes) {
    var view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length), files = {}, at = 0;
    while (at + 30 <= bytes.length && view.getUint32(at, true) === 0x04034b50) {
      var size = view.getUint32(at + 18, true), name = view.getUint16(at + 26, true);
      var start = at + 30 + name + view.getUint16(at + 28, true);
      if (view.getUint16(at + 8, true) !== 0) throw new Error("证明包被重新压缩过，请使用原来的文件");
      var label = new TextDecoder().decode(bytes.subarray(at + 30, at + 30 + name));
      if (files[label] !== undefined) throw new Error("证明包里有重名的文件");
      files[label] = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, start + size));
      at = start + size;
    }
    ["proof.json", "checkpoint", "key"].forEach(function (wanted) {
      if (files[wanted] === undefined) throw new Error("证明包里缺少 " + wanted);
    });
    return files;
  }

  // --- What is checked, one line each ------------------------------------------------------------
  function rootOf(index, size, leaf, path) {
    var fn = BigInt(index), sn = BigInt(size) - 1n, hash = leaf;
    if (fn > sn) throw new Error("位置超出日志");
    path.forEach(function (step) {
      if (sn === 0n) throw new Error("路径过长");
      if (fn & 1n || fn === sn) {
        hash = sha256([1], step, hash);
        while (!(fn & 1n) && fn) { fn >>= 1n; sn >>= 1n; }
      } else {
        hash = sha256([1], hash, step);
      }
      fn >>= 1n;
      sn >>= 1n;
    });
    if (sn !== 0n) throw new Error("路径过短");
    return hash;
  }
  function checkpointOf(note, key) {
    var cut = note.lastIndexOf("\n\n"), text = note.slice(0, cut + 1), lines = text.split("\n");
    var parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(key.trim());
    if (cut < 0 || !parts) throw new Error("检查点或者公钥写法不对");
    var raw = base64(parts[3]), id = sha256(utf8(parts[1] + "\n"), raw).slice(0, 4);
    if (raw.length !== 33 || raw[0] !== 1 || shown(id) !== parts[2]) throw new Error("公钥写法不对");
    var good = note.slice(cut + 2).split("\n").some(function (line) {
      var found = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
      if (!found || found[1] !== parts[1]) return false;
      var bytes = base64(found[2]);
      return bytes.length === 68 && same(bytes.slice(0, 4), id) && signed(raw.slice(1), utf8(text), bytes.slice(4));
    });
    return { good: good && lines[0] === parts[1], origin: lines[0], size: Number(lines[1]), root: base64(lines[2]) };
  }
  function checked(digest, size, files, siteKey) {
    var proof = JSON.parse(files["proof.json"]), leaf = JSON.parse(proof.leaf), report = [];
    function say(good, text) { report.push({ good: good, text: text }); return good; }
    if (proof.format !== "gongjian-proof/1") throw new Error("不认识证明包的格式");
    var hashes = proof.lines.hashes.map(hex);
    var rows = proof.lines.disclosed.filter(function (item) {
      return same(sha256(hex(item.salt), utf8(item.text)), hashes[item.line]);
    }).map(function (item) { return JSON.parse(item.text); });
    var named = rows.some(function (row) { return row.v && row.v.sha256 === shown(digest) && row.v.size === size; });
    var committed = shown(sha256(join.apply(null, hashes))) === leaf.commit;
    say(named, named ? "文件的指纹与登记的一致" : "文件的指纹与证明包登记的不一致：不是那个文件，或者已被改动");
    say(committed, committed ? "登记的内容与日志条目的承诺一致" : "登记的内容与日志条目的承诺不符");
    var note = checkpointOf(files.checkpoint, siteKey || files.key);
    var path = proof.log.path.map(hex), top = rootOf(proof.log.index, note.size, sha256([0], utf8(proof.leaf)), path);
    var inside = same(top, note.root) && proof.log.size === note.size;
    say(inside, inside ? "这一条在日志里（第 " + (proof.log.index + 1) + " 条，共 " + note.size + " 条）" : "这一条不在检查点所签的日志里");
    say(note.good, note.good ? "检查点由 " + note.origin + " 签名，签名有效" : "检查点的签名无效");
    return { good: report.every(function (line) { return line.good; }), report: report, at: leaf.at };
  }

  // --- The page ----------------------------------------------------------------------------------
  function digestOf(file) {
    var hash = new Sha256(), at = 0, piece = 4 << 20;
    function next() {
      if (at >= file.size) return Promise.resolve(hash.digest());
      return read(file.slice(at, at + piece)).then(function (bytes) { hash.update(bytes); at += piece; return next(); });
    }
    return next();
  }
  function read(blob) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () { done(new Uint8Array(reader.result)); };
      reader.onerror = function () { failed(new Error("浏览器读不出这个文件")); };
      reader.readAsArrayBuffer(blob);
    });
  }
  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function show(live, parts) {
    live.textContent = "";
    parts.forEach(function (part) { live.appendChild(part); });
    live.hidden = false;
  }
  function local(at) {
    var when = new Date(at);
    return isNaN(when) ? at : when.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  }
  function told(live, name, digest, result, bundleLink) {
    var title = result.good ? "是原件，没有改动" : "核验没有通过";
    var list = element("ul");
    result.report.forEach(function (line) { list.appendChild(element("li", line.text, line.good ? "good" : "bad")); });
    var parts = [element("h2", title, result.good ? "" : "wrong-text")];
    parts.push(element("p", result.good ? "“" + name + "”于 " + local(result.at) + " 登记入存证日志，此后一个字节也没有变。" : "“" + name + "”不能认作原件。请向文书上写明的行政机关核实。"));
    parts.push(list);
    if (bundleLink) {
      var p = element("p"), a = element("a", "下载证明包（可离线核验）", "button outline");
      a.href = bundleLink;
      p.appendChild(a);
      parts.push(p);
    }
    parts.push(element("p", "SHA-256 " + shown(digest), "hash muted"));
    show(live, parts);
  }
  function fetched(link) {
    return fetch(link, { credentials: "omit" }).then(function (answer) {
      if (answer.status === 404) return null;
      if (!answer.ok) throw new Error("服务器没有给出证明（" + answer.status + "），请稍后再试");
      return answer.arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); });
    });
  }
  function lonely(live) {
    show(live, [element("p", "请放入要核验的文件；证明包要和文件一起放入。", "wrong-text")]);
  }
  // A party's packet names itself in the list at its end; the server checks its signature.
  function packet(form, live, box) {
    read(box.slice(Math.max(0, box.size - 65536))).then(function (bytes) {
      if (new TextDecoder("latin1").decode(bytes).indexOf("index.sig") < 0) { lonely(live); return; }
      show(live, [element("p", "这是材料包，正在由服务器核对签名…", "muted")]);
      form.submit();
    });
  }
  function run(form, live, files) {
    var chosen = Array.from(files), box = chosen.filter(function (f) { return /\.zip$/i.test(f.name); })[0];
    var paper = chosen.filter(function (f) { return f !== box; })[0];
    if (!paper && box) { packet(form, live, box); return; }
    if (!paper) { lonely(live); return; }
    show(live, [element("p", "正在计算文件的指纹…", "muted")]);
    digestOf(paper).then(function (digest) {
      var link = form.dataset.proof + shown(digest) + ".zip";
      return (box ? read(box) : fetched(link)).then(function (bytes) {
        if (!bytes) {
          show(live, [
            element("h2", "不是本平台制发的原件", "wrong-text"),
            element("p", "存证日志里没有这个文件：它不是经本平台制发的原文件，或者哪怕只有一个字节已被改动；刚刚制发的，请几秒钟后再试。"),
            element("p", "SHA-256 " + shown(digest), "hash muted")
          ]);
          return;
        }
        told(live, paper.name, digest, checked(digest, paper.size, unzipped(bytes), form.dataset.key), box ? "" : link);
      });
    }).catch(function (error) {
      show(live, [element("h2", "没有核验成", "wrong-text"), element("p", error.message || String(error))]);
    });
  }

  var form = document.getElementById("verify"), live = document.getElementById("live");
  window.gongjianVerify = { sha256: sha256, sha512: sha512, signed: signed, checked: checked, unzipped: unzipped, hex: hex, shown: shown };
  if (!form || !window.TextDecoder || !window.fetch) return;
  var input = form.querySelector("input[type=file]");
  input.multiple = true;
  input.classList.add("unseen");
  form.querySelector("[data-pick]").hidden = false;
  form.querySelector("[data-send]").hidden = true;
  form.querySelector("[data-how]").textContent = "拖到这里，或者选择文件。只在您的设备上计算，文件不离开本机。";
  form.addEventListener("submit", function (event) { event.preventDefault(); event.stopPropagation(); run(form, live, input.files); });
  input.addEventListener("change", function () { if (input.files.length) run(form, live, input.files); });
  ["dragenter", "dragover"].forEach(function (name) {
    form.addEventListener(name, function (event) { event.preventDefault(); form.classList.add("over"); });
  });
  ["dragleave", "drop"].forEach(function (name) {
    form.addEventListener(name, function (event) { event.preventDefault(); form.classList.remove("over"); });
  });
  form.addEventListener("drop", function (event) { input.files = event.dataTransfer.files; run(form, live, event.dataTransfer.files); });
})();
