/* Helps with the fields of a login: says how an identifier looks, writes the one that is known, and
 * shows the password while a button is held. It compares nothing that is typed, and sends none of it.
 * Runs as: the web process, in the shell's world, in all frames. */
"use strict";

const NAMES = /user|login|ident|uid|mail|compte|account/i;
const REVEALERS = /(^|\W)(show|hide|reveal|toggle|afficher|montrer|voir|masquer)|visib|(^|\W)eye|oeil|œil/i;
const REVEALER_PARENTS = 3; /* how far from its field a page's own button may stand */
const ASSISTED_SECONDS = 5; /* a click by assistive technology has no end */

const written = new WeakSet(); /* identifier fields that somebody wrote in, we included */
let acted = false;             /* a person has pressed something in this document */
let shown = null;              /* the button of the password field that has the focus */

const hasToken = (field, token) => (field.autocomplete || "").split(" ").includes(token);
const isRendered = (field) => field.getClientRects().length > 0 && !field.disabled && !field.readOnly;
const tell = (what) => webkit.messageHandlers.login.postMessage(what);

function isPassword(node) {
  return node instanceof HTMLInputElement && node.type === "password" && !hasToken(node, "one-time-code");
}

/* The identifier */

/* The field of the identifier that belongs to a password: before it, in the same form. */
function identifierOf(password) {
  const scope = password.form || password.getRootNode();
  const passwords = [...scope.querySelectorAll("input[type=password]")];
  if (hasToken(password, "new-password") || passwords.filter(isPassword).length > 1) return null;
  const before = [...scope.querySelectorAll("input")].filter((field) =>
    ["text", "email", "tel"].includes(field.type) && !hasToken(field, "one-time-code") &&
    field.compareDocumentPosition(password) & Node.DOCUMENT_POSITION_FOLLOWING);
  return before.find((field) => hasToken(field, "username")) ||
    before.findLast((field) => NAMES.test(`${field.name} ${field.id}`)) || before.at(-1) || null;
}

function describe(field) {
  const root = field.getRootNode();
  const id = "kiosk-identifier-hint";
  if (!field.placeholder) field.placeholder = kiosk.hint;
  if (!root.getElementById(id)) {
    const text = document.createElement("span");
    text.id = id;
    text.hidden = true; /* what is hidden still describes */
    text.textContent = kiosk.description;
    (root === document ? document.body : root).append(text);
  }
  const described = (field.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean);
  if (!described.includes(id)) field.setAttribute("aria-describedby", [...described, id].join(" "));
}

function write(field, password) {
  if (field.value || written.has(field) || !isRendered(field) || (password && password.value)) return;
  written.add(field);
  field.value = kiosk.identifier;
  for (const kind of ["input", "change"])
    field.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
  const active = document.activeElement;
  if (!acted && (!active || active === document.body || active === field)) skip(field);
}

/* From the identifier that is written already to what comes next. */
function skip(field) {
  const scope = field.form || field.getRootNode();
  const password = [...scope.querySelectorAll("input[type=password]")].find(isPassword);
  if (password && isRendered(password)) password.focus();
}

function look(root) {
  const found = new Map();
  for (const field of root.querySelectorAll("input[autocomplete~=username]"))
    if (["text", "email", "tel"].includes(field.type)) found.set(field, null);
  for (const password of root.querySelectorAll("input[type=password]")) {
    const field = isPassword(password) && identifierOf(password);
    if (field) found.set(field, password);
  }
  for (const [field, password] of found) {
    if (kiosk.hint) describe(field);
    if (kiosk.identifier) write(field, password);
  }
}

let pending = 0;
function lookSoon() {
  pending ||= requestAnimationFrame(() => { pending = 0; look(document); });
}

/* The password */

/* A page with a button of its own gets no second one. */
function hasRevealer(password) {
  let scope = password;
  for (let i = 0; i < REVEALER_PARENTS && scope.parentElement && scope !== password.form; i++)
    scope = scope.parentElement;
  const candidates = scope.querySelectorAll("button, [role=button], [role=switch], a, label, i, svg, [onclick]");
  return [...candidates].some((node) => REVEALERS.test(
    [node.id, node.getAttribute("class"), node.getAttribute("aria-label"), node.getAttribute("title"),
      node.textContent.slice(0, 60)].join(" ")));
}

class Revealer {
  constructor(password) {
    this.password = password;
    this.host = document.createElement("span");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = kiosk.show;
    this.button.setAttribute("aria-label", kiosk.showLabel);
    /* By properties, which no Content-Security-Policy of the page forbids. */
    this.host.style.cssText = "all:initial;position:absolute;z-index:2147483647";
    this.button.style.cssText = "all:initial;box-sizing:border-box;font:600 14px sans-serif;padding:0 10px;" +
      "min-width:44px;height:100%;color:#000091;background:#fff;border:2px solid #000091;border-radius:4px;cursor:pointer";
    /* Closed, and of another tree than the form: nothing of it is ever submitted. */
    this.host.attachShadow({ mode: "closed" }).append(this.button);
    this.listen();
    password.after(this.host);
    this.place();
  }

  listen() {
    const on = (name, handler) => this.button.addEventListener(name, handler);
    on("pointerdown", (event) => {
      event.preventDefault(); /* the focus stays in the field */
      this.button.setPointerCapture(event.pointerId);
      this.reveal();
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture", "keyup", "blur"])
      on(name, () => this.conceal());
    on("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      this.reveal();
    });
    on("click", (event) => {
      event.stopPropagation();
      if (event.isTrusted && event.detail > 0) return;
      this.reveal();
      setTimeout(() => this.conceal(), ASSISTED_SECONDS * 1000);
    });
  }

  place() {
    const field = this.password.getBoundingClientRect();
    const style = this.host.style;
    style.height = `${Math.max(24, field.height - 8)}px`;
    style.left = style.top = "0";
    const origin = this.host.getBoundingClientRect();
    const width = this.button.offsetWidth;
    /* A short field is left whole where there is room beside it. */
    const beside = field.width < 4 * width && field.right + width + 8 < innerWidth;
    style.left = `${field.right - origin.left + (beside ? 4 : -width - 4)}px`;
    style.top = `${field.top - origin.top + (field.height - this.host.offsetHeight) / 2}px`;
  }

  change(type) {
    const { selectionStart, selectionEnd } = this.password;
    this.password.type = type;
    if (this.password.matches(":focus")) this.password.setSelectionRange(selectionStart, selectionEnd);
  }

  reveal() {
    if (this.password.type === "password") this.change("text");
    this.revealed = true;
  }

  conceal() {
    if (this.revealed) this.change("password");
    this.revealed = false;
  }

  remove() {
    this.conceal();
    this.host.remove();
  }
}

function hide() {
  if (shown) shown.remove();
  shown = null;
}

function onFocusIn(event) {
  const field = event.composedPath()[0];
  if (shown && (field === shown.password || field === shown.host)) {
    tell(field === shown.password ? "password" : "");
    return;
  }
  hide();
  tell(isPassword(field) ? "password" : "");
  if (field.getRootNode() !== document) look(field.getRootNode());
  if (!isPassword(field)) {
    if (kiosk.identifier && written.has(field) && !acted) skip(field);
  } else if (isRendered(field) && !hasRevealer(field)) {
    shown = new Revealer(field);
  }
}

function onFocusOut(event) {
  if (event.relatedTarget && shown && [shown.password, shown.host].includes(event.relatedTarget)) return;
  tell("");
  if (shown) shown.conceal();
  if (event.relatedTarget) hide();
}

const always = { capture: true, passive: true };
addEventListener("focusin", onFocusIn, always);
addEventListener("focusout", onFocusOut, always);
for (const name of ["keydown", "pointerdown"])
  addEventListener(name, (event) => { acted ||= event.isTrusted; }, always);
addEventListener("input", (event) => { if (event.isTrusted) written.add(event.composedPath()[0]); }, always);
for (const name of ["submit", "blur", "pagehide", "visibilitychange"])
  addEventListener(name, (event) => { if (shown && event.target !== shown.password) shown.conceal(); }, always);
addEventListener("pagehide", () => tell(""), always);
for (const name of ["resize", "scroll"])
  addEventListener(name, () => { if (shown) shown.place(); }, always);

if (kiosk.hint || kiosk.identifier) {
  addEventListener("DOMContentLoaded", () => look(document), always);
  new MutationObserver(lookSoon).observe(document, {
    subtree: true, childList: true, attributeFilter: ["hidden", "style", "class", "type", "disabled"],
  });
}
