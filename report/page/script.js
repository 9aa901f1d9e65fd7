"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const report = data.report, excerpts = data.excerpts, packages = report.packages;
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), list = byId("list"), more = byId("more");
  const step = 100; // items that are added at a time

  // el makes an element; strings among the children become text, never markup.
  const el = (tag, props, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(props || {})) {
      if (v === undefined || v === false) continue;
      if (k === "class") e.className = v; else e.setAttribute(k, v === true ? "" : v);
    }
    e.append(...children.filter((c) => c !== undefined && c !== null && c !== ""));
    return e;
  };
  const short = (name) => name ? name.slice(name.lastIndexOf("/") + 1) : "";
  const at = (p) => p.file + (p.line ? ":" + p.line + (p.column ? ":" + p.column : "") : "");
  const tabs = (text) => text.replace(/\t/g, "    ");
  const under = (path) => path.startsWith(report.module + "/") ? path.slice(report.module.length + 1) : short(path);

  const types = {
    finding: "open findings", suppressed: "suppressed findings", accepted: "accepted findings", hidden: "hidden yield points",
    refused: "refused sites", rewritten: "rewritten sites", "not applicable": "sites not applicable",
  };
  const items = [];
  packages.forEach((p) => {
    const add = (type, rule, o, text) =>
      items.push({ type, rule, pkg: p, o, text: [type, rule, p.path, o.func, at(o.pos), ...text].join("\n").toLowerCase() });
    const hops = (f) => (f.hops || []).map((h) => h.message + " " + (h.pos ? h.pos.file : ""));
    (p.findings || []).forEach((f) => add("finding", f.rule, f, [f.message, ...hops(f)]));
    (p.suppressed || []).forEach((f) => add("suppressed", f.rule, f, [f.message, f.reason, ...hops(f)]));
    (p.accepted || []).forEach((f) => add("accepted", f.rule, f, [f.message, ...hops(f)]));
    (p.hidden || []).forEach((h) => add("hidden", h.kind, h, [h.callee, ...(h.chain || []).map((c) => c.what)]));
    (p.sites || []).forEach((s) =>
      add(s.status === "open" ? "refused" : s.status, s.rule || "", s, [s.construct, s.source, s.kind || "", s.reason || "", s.detail || ""]));
  });
  const order = Object.keys(types), rank = { error: 0, warning: 1, note: 2 };
  const sorted = items.map((item, i) => [order.indexOf(item.type) * 10 + (rank[item.o.severity] || 0), i, item]);
  sorted.sort((a, b) => a[0] - b[0] || a[1] - b[1]);

  // Source.
  const lines = (file, n, around) => {
    const text = excerpts[file];
    if (!text || text[n] === undefined) return null;
    const code = el("code", { class: "src", tabindex: "0", role: "group", "aria-label": "source of " + file });
    for (let i = n - around; i <= n + around; i++) {
      if (text[i] !== undefined) code.append(el("span", { class: i === n && "hit" }, el("i", {}, String(i)), tabs(text[i])));
    }
    return code;
  };
  const diff = (file, hunk, line) => {
    const left = el("code", { class: "src", tabindex: "0", role: "group", "aria-label": file + " before" });
    const right = el("code", { class: "src", tabindex: "0", role: "group", "aria-label": file + " after" });
    let o = hunk.old, n = hunk.new, minus = [], plus = [];
    const row = (side, cls, num, text) => side.append(el("span", { class: cls }, el("i", {}, num ? String(num) : ""), tabs(text) || " "));
    const flush = () => {
      for (let i = 0; i < Math.max(minus.length, plus.length); i++) {
        if (i < minus.length) { row(left, o === line ? "del here" : "del", o, minus[i]); o++; } else row(left, "gap", 0, "");
        if (i < plus.length) row(right, "add", n++, plus[i]); else row(right, "gap", 0, "");
      }
      minus = []; plus = [];
    };
    for (const changed of hunk.lines) {
      const text = changed.slice(1);
      if (changed[0] === "-") minus.push(text);
      else if (changed[0] === "+") plus.push(text);
      else { flush(); row(left, o === line ? "here" : "", o, text); o++; row(right, "", n++, text); }
    }
    flush();
    return el("div", { class: "diff" }, el("div", {}, el("b", {}, "before"), left), el("div", {}, el("b", {}, "after"), right));
  };
  const hunkAt = (pkg, pos) => {
    for (const change of pkg.changes || []) {
      if (change.file !== pos.file) continue;
      for (const hunk of change.hunks) {
        const length = hunk.lines.filter((l) => l[0] !== "+").length;
        if (pos.line >= hunk.old && pos.line < hunk.old + length) return hunk;
      }
    }
    return null;
  };

  // The chain of a finding: each step stands inside of the one before it.
  const chain = (hops) => {
    if (hops.length === 0) return null;
    const [first, ...rest] = hops;
    const place = first.pos ? at(first.pos) : first.at;
    const hop = el("details", { class: "hop", open: true },
      el("summary", {}, first.message, " ", place ? el("code", {}, place) : ""));
    const source = first.pos && lines(first.pos.file, first.pos.line, 1);
    if (source) hop.append(source);
    const below = chain(rest);
    if (below) hop.append(below);
    return el("ul", { class: "hops" }, el("li", {}, hop));
  };

  const bodies = {
    finding: (item, body) => {
      const f = item.o;
      body.append(lines(f.pos.file, f.pos.line, 2) || "");
      if (f.reason) body.append(el("p", {}, "Suppressed by the comment at ", el("code", {}, at(f.comment)), ": ", f.reason));
      if (item.type === "accepted") body.append(el("p", {}, "Accepted: known to ", el("code", {}, report.baseline), "."));
      if (f.hops) body.append(el("h3", {}, "Why"), chain(f.hops));
      const rule = data.rules[f.rule];
      if (rule) body.append(el("p", { class: "dim" }, f.rule + ": " + rule.title));
    },
    hidden: (item, body) => {
      const h = item.o;
      body.append(lines(h.pos.file, h.pos.line, 2) || "");
      if (h.chain) body.append(el("h3", {}, "Chain"), chain(h.chain.map((c) => ({ message: c.what, at: c.at }))));
    },
    site: (item, body) => {
      const s = item.o, reason = data.reasons[(s.rule || "") + " " + s.reason];
      if (reason || s.detail) body.append(el("p", {}, [s.detail, reason].filter(Boolean).join(". ")));
      const hunk = item.type === "rewritten" && hunkAt(item.pkg, s.pos);
      if (hunk) body.append(diff(s.pos.file, hunk, s.pos.line));
      else body.append(lines(s.pos.file, s.pos.line, 2) || "");
      if (item.type === "rewritten" && !hunk) body.append(el("p", { class: "dim" }, "No line changes here: what is around it does."));
    },
  };
  bodies.suppressed = bodies.accepted = bodies.finding;

  const title = (item) => {
    const o = item.o;
    switch (item.type) {
      case "finding": case "suppressed": case "accepted": return o.message;
      case "hidden": return o.callee + " waits (" + o.kind + "), called " + (o.calls === 1 ? "once" : o.calls + " times");
      default: return o.construct + (o.reason ? ", " + o.reason : "");
    }
  };
  const render = (item) => {
    const o = item.o, site = o.construct !== undefined;
    const badge = item.type === "finding" ? o.severity : item.type;
    const body = el("div", { class: "body" });
    const details = el("details", { class: "item" },
      el("summary", {},
        el("span", {}, el("span", { class: "badge plainbadge" }, badge), " ", item.rule ? el("b", {}, item.rule) : "", " ", title(item), site ? " " : "", site ? el("code", {}, o.source) : ""),
        el("span", { class: "place" }, at(o.pos) + (o.func ? " in " + short(o.func) : ""))),
      body);
    details.addEventListener("toggle", () => {
      if (details.open && !body.hasChildNodes()) (bodies[item.type] || bodies.site)(item, body);
    });
    return el("li", {}, details);
  };

  // What is said of a package beside findings and sites.
  const panel = (p) => {
    const box = byId("pkg");
    box.replaceChildren();
    box.hidden = !p;
    if (!p) return;
    const c = p.counts, facts = el("ul", { class: "plain" });
    const fact = (name, text) => text && facts.append(el("li", {}, el("b", {}, name + ": "), text));
    fact("verdict", p.verdict + ", " + p.why);
    fact("waits for", (p.waitsFor || []).map(under).join(", "));
    fact("imports", (p.imports || []).map(under).join(", "));
    fact("yield points", (p.yields || []).map((k) => k.yields + " " + k.kind).join(", "));
    fact("sites", `${c.sites}: ${c.rewritten} rewritten, ${c.refused} refused, ${c.notApplicable} not applicable`);
    fact("refused because", (p.refused || []).map((r) => r.sites + " " + r.code).join(", "));
    fact("blocking calls", String(c.blockingCalls));
    fact("findings about shared state", String(c.sharedState));
    fact("lines touched", `${c.linesAdded} added, ${c.linesRemoved} removed`);
    fact("new build line, which generic marks need", (p.changes || []).filter((f) => f.language).map((f) => f.file + " //go:build " + f.language).join(", "));
    box.append(el("div", { class: "panel" }, el("h3", {}, p.path), facts));
    const inner = box.firstChild;
    const section = (name, rows) => rows && inner.append(el("h4", {}, name), el("ul", { class: "plain" }, ...rows.map((r) => el("li", {}, r))));
    section("Exported API", p.api && p.api.map((a) => (a.compatible ? "compatible: " : "incompatible: ") + a.change));
    section("Taken back", p.takenBack && p.takenBack.map((d) => (d.func ? short(d.func) + ": " : "") + d.why));
    section("Not seen", p.notSeen && p.notSeen.map((u) => u.file + ": " + u.why));
    for (const change of p.changes || []) {
      const file = el("details", {}, el("summary", {}, el("code", {}, change.file), ` +${change.added} −${change.removed}`));
      file.addEventListener("toggle", () => {
        if (file.open && file.children.length === 1) file.append(...change.hunks.map((h) => diff(change.file, h)));
      });
      inner.append(file);
    }
  };

  // Filters. They are kept in the fragment, so that a view can be sent on.
  const fields = ["q", "type", "rule", "package", "verdict"];
  const options = (id, all, pairs) => byId(id).append(el("option", { value: "" }, all), ...pairs.map(([v, t]) => el("option", { value: v }, t)));
  const unique = (values) => [...new Set(values)].filter(Boolean).sort();
  options("type", "everything", order.map((t) => [t, types[t]]));
  options("rule", "all rules", unique(items.map((i) => i.rule)).map((r) => [r, r]));
  options("package", "all packages", packages.map((p) => [p.path, under(p.path)]));
  options("verdict", "all verdicts", report.verdicts.map((v) => [v.verdict, v.verdict]));

  let shown = [], next = 0;
  const page = () => {
    list.append(...shown.slice(next, next + step).map(render));
    next = Math.min(next + step, shown.length);
    more.hidden = next >= shown.length;
    more.textContent = `Show more (${shown.length - next} left)`;
  };
  const apply = () => {
    const v = Object.fromEntries(fields.map((f) => [f, byId(f).value]));
    const words = v.q.toLowerCase().split(/\s+/).filter(Boolean);
    shown = sorted.map((s) => s[2]).filter((i) =>
      (!v.type || i.type === v.type) && (!v.rule || i.rule === v.rule) && (!v.package || i.pkg.path === v.package) &&
      (!v.verdict || i.pkg.verdict === v.verdict) && words.every((w) => i.text.includes(w)));
    list.replaceChildren();
    next = 0;
    page();
    byId("count").textContent = shown.length === 1 ? "1 of " + items.length + " entries" : `${shown.length} of ${items.length} entries`;
    panel(packages.find((p) => p.path === v.package));
  };
  const changed = () => {
    const state = new URLSearchParams(fields.map((f) => [f, byId(f).value]).filter(([, v]) => v));
    history.replaceState(null, "", "#" + state);
    apply();
  };
  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const f of fields) byId(f).value = state.get(f) || "";
    apply();
    return [...state.values()].some(Boolean);
  };

  // The lines of the package that is pointed at, or has the focus.
  const light = (e) => {
    const at = e.target.closest && e.target.closest("[data-node]");
    document.querySelectorAll(".edge.on").forEach((line) => line.classList.remove("on"));
    if (!at) return;
    document.querySelectorAll(`.edge[data-nodes~="${at.dataset.node}"]`).forEach((line) => line.classList.add("on"));
  };
  for (const event of ["pointerover", "focusin", "focusout"]) document.addEventListener(event, light);

  let waiting;
  byId("q").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(changed, 120); });
  form.addEventListener("change", changed);
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  more.addEventListener("click", () => {
    const first = next;
    page();
    const item = list.children[first];
    if (item) item.querySelector("summary").focus();
  });
  addEventListener("hashchange", () => { if (restore()) byId("explore").scrollIntoView(); });
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); byId("q").focus(); }
  });
  if (restore()) byId("explore").scrollIntoView();
})();
