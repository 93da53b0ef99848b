'use strict';
/* Finds the controls that would keep a login, turns them to their safe state and says so in their place.
 * Runs as: the confined web process, in the shell's own world, in every frame, before the page's first script.
 *
 * kiosk.note: the text for the user.
 *
 * Nothing is done in the microtask of a change: a page that undoes it at once would hang in a circle with us.
 * At the first change the observer is switched off, and after the frame all is looked at once. */
const MARK = 'data-webmail-kiosk';
const NOTE = `[${MARK}="note"]`;
const WATCHED = ['type', 'name', 'role', 'checked', 'disabled', 'aria-checked', MARK];
const SENT_OFF = /^(|0|false|off|no|non)$/i;
const FRAME_MAX = 200; /* milliseconds; frames that are not on the screen have no animation frames */
const WALK_INTERVAL = 500, WALK_PAUSE = 100, WALKS = 60; /* milliseconds; for late shadow roots */
const ANSWERED = 'webmail-kiosk-answered';

const {
    rules, all, first, rootOf, method, getter, formOf, hasLogin, labelElements, nameRule, findControls,
} = globalThis.kioskFinder;
const listen = method(EventTarget.prototype, 'addEventListener');
const contains = method(Node.prototype, 'contains');
const create = method(Document.prototype, 'createElement');
const shadowOf = getter(Element.prototype, 'shadowRoot');
const stateOf = getter(Document.prototype, 'readyState');

const watched = new WeakSet(); /* roots */
const active = new WeakSet(); /* roots in which something was found */
const clicks = new WeakMap(); /* control → how often we pressed it */
const observers = new WeakMap();
const pending = new Set(); /* roots to look at after this frame */
let frame = 0, timer = 0, pressing = false, asked = false;
let walkTimer = 0, walkAgain = 0, walksLeft = 0;

/* Turning */

function isOn(control, rule) {
    if (rule.ticked)
        return control.matches(rule.ticked);
    return control instanceof HTMLInputElement ? control.checked : control.getAttribute('aria-checked') === 'true';
}

/* As the user would, so that the page's own script hears of it; a form is only sent by a question's answer. */
function press(control, maySend = false) {
    const count = clicks.get(control) || 0;
    if (count >= 2)
        return;
    clicks.set(control, count + 1);
    pressing = !maySend;
    try {
        control.click();
    } finally {
        pressing = false;
    }
}

function turn(control, rule, on) {
    if (isOn(control, rule) === on)
        return;
    if (on || control.type !== 'radio')
        press(control);
    if (isOn(control, rule) === on)
        return;
    if (control instanceof HTMLInputElement)
        control.checked = on;
    else if (!rule.ticked)
        control.setAttribute('aria-checked', String(on));
}

function choose(control, value) {
    if (!(control instanceof HTMLSelectElement) || control.value === value)
        return;
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
}

/* The other radio buttons of the group, where the label says which one is not safe. */
function turnToOther(control, found) {
    const form = formOf(control) || rootOf(control);
    const group = [...all(form, 'input[type="radio"]')].filter((radio) => radio.name === control.name && !found.has(radio));
    if (control.checked && group.length)
        turn(group[0], {}, true);
}

function disable(control) {
    if ('disabled' in control) {
        if (!control.disabled)
            control.disabled = true;
    } else if (control.getAttribute('aria-disabled') !== 'true') {
        control.setAttribute('aria-disabled', 'true');
    }
}

/* Saying so */

function mark(element, value) {
    if (element.getAttribute(MARK) !== value)
        element.setAttribute(MARK, value);
}

const isHidden = (element) => getComputedStyle(element).display === 'none';

/* In the control's place. What the page itself hides gets no note: there is nothing to explain. */
function addNote(control, replaced) {
    const holder = replaced.find((element) => element !== control && contains(element, control));
    const last = holder || replaced.reduce((one, other) =>
        (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? other : one));
    const note = create(document, 'span');
    mark(note, 'note');
    note.setAttribute('role', 'note');
    note.textContent = kiosk.note;
    last.after(note);
}

/* One note in each form, whatever the page copied or wrote over. */
function explain(control, replaced, isNew) {
    const notes = all(formOf(control) || rootOf(control), NOTE);
    for (let i = 1; i < notes.length; i++)
        notes[i].remove();
    if (notes.length && notes[0].textContent !== kiosk.note)
        notes[0].textContent = kiosk.note;
    if (!notes.length && (!isNew || !replaced.every(isHidden)))
        addNote(control, replaced);
}

function replace(control, rule) {
    const shown = [control, ...labelElements(control)];
    const isNew = !control.hasAttribute(MARK);
    if (isNew && shown.every(isHidden)) {
        mark(control, 'off');
        return;
    }
    if (control.getAttribute(MARK) === 'off' && shown.every(isHidden))
        return;
    explain(control, shown, isNew);
    /* A bare text behind a box stays: then so does the box, where it can be disabled. */
    const named = shown.length > 1 || !(control instanceof HTMLInputElement) || rule.act === 'on';
    for (const element of named ? shown : [])
        mark(element, 'replaced');
    if (!named)
        mark(control, 'disabled');
}

/* Refusing a question; once a session, or a server that insists would have us answer for ever. */

function isAnswered() {
    try {
        const answered = sessionStorage.getItem(ANSWERED) !== null;
        sessionStorage.setItem(ANSWERED, '');
        return answered;
    } catch {
        return true; /* no storage: the user answers */
    }
}

function answer(control, rule) {
    const root = rootOf(control);
    const refuse = first(root, rule.refuse), accept = first(root, rule.accept);
    turn(control, rule, false);
    disable(control);
    if (!refuse || first(root, 'input[type="password"]'))
        return;
    replace(control, rule);
    if (accept)
        disable(accept);
    if (asked || stateOf(document) !== 'complete')
        return;
    asked = true;
    if (!isAnswered())
        press(refuse, true);
}

const acts = {
    on: (control, rule) => { turn(control, rule, true); replace(control, rule); },
    off: (control, rule, found) => {
        if (rule.other && control.type === 'radio')
            turnToOther(control, found);
        turn(control, rule, false);
        disable(control);
        replace(control, rule);
    },
    choose: (control, rule) => { choose(control, rule.value); replace(control, { act: 'on' }); },
    answer,
};
const order = ['on', 'choose', 'off', 'answer']; /* a radio button goes off by another one that goes on */

function settle(root) {
    const found = findControls(root);
    for (const act of order)
        for (const [control, rule] of found)
            if (rule.act === act)
                acts[act](control, rule, found);
    if (found.size)
        active.add(root);
}

/* What is sent */

function cleanField(data, name) {
    if (!data.getAll(name).every((value) => SENT_OFF.test(value)))
        data.delete(name);
}

/* Names that say nothing by themselves are only set in the product's own form. */
function cleanProduct(data, form, rule) {
    const control = first(form, rule.control);
    for (const [name, safe] of Object.entries(rule.sent || {})) {
        if (safe === null)
            cleanField(data, name);
        else if (control)
            data.set(name, safe);
    }
    for (const [name, bits] of Object.entries(control ? rule.clear || {} : {}))
        if (/^\d+$/.test(data.get(name) || ''))
            data.set(name, String(Number(data.get(name)) & ~bits));
}

function onFormData(event) {
    const form = event.target, data = event.formData;
    const known = rules.products.some((rule) => first(form, rule.control));
    if (!known && !hasLogin(form))
        return;
    for (const rule of rules.products)
        cleanProduct(data, form, rule);
    for (const name of new Set(data.keys())) {
        if (nameRule(name)?.act === 'off')
            cleanField(data, name);
    }
}

/* Watching */

/* All that is below ROOT, in open shadow roots too. */
function discover(root) {
    for (const element of all(root, '*')) {
        const shadow = element instanceof HTMLFormElement ? null : shadowOf(element);
        if (shadow) {
            watch(shadow);
            discover(shadow);
        }
    }
}

/* Nothing tells when a root is attached to an element that is there already: so it is looked for again for a
 * while after each change, and for at most a fiftieth of the time. */
function walk() {
    const before = performance.now();
    clearTimeout(walkTimer);
    discover(document);
    walkAgain = performance.now() + Math.max(WALK_PAUSE, 50 * (performance.now() - before));
    walkTimer = --walksLeft > 0 ? setTimeout(walk, Math.max(WALK_INTERVAL, walkAgain - performance.now())) : 0;
}

function walkAfterChange() {
    walksLeft = WALKS;
    if (performance.now() >= walkAgain)
        walk();
}

function look(root) {
    settle(root);
    observers.get(root).observe(root, {
        childList: true, subtree: true, attributes: true, attributeFilter: WATCHED,
    });
}

function flush() {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = 0;
    const roots = [...pending];
    pending.clear();
    roots.forEach(look);
    walkAfterChange();
}

function schedule(root) {
    pending.add(root);
    if (timer)
        return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, FRAME_MAX);
}

function onChange(root, observer) {
    observer.disconnect();
    schedule(root);
}

function onSubmit(event) {
    if (pressing) {
        event.preventDefault();
        event.stopImmediatePropagation();
    } else {
        settle(rootOf(event.target));
    }
}

function watch(root) {
    if (watched.has(root))
        return;
    watched.add(root);
    observers.set(root, new MutationObserver((records, observer) => onChange(root, observer)));
    const target = root === document ? window : root;
    listen(target, 'submit', onSubmit, true);
    listen(target, 'formdata', onFormData, true);
    look(root);
}

/* These events come out of shadow roots, also of those that nobody told of. */
function onTouch(event) {
    event.composedPath().filter((node) => node instanceof ShadowRoot).forEach(watch);
}

function onUse(event) {
    const target = event.composedPath()[0];
    const root = target instanceof Node ? rootOf(target) : null;
    if (active.has(root) && (event.type !== 'keydown' || event.key === 'Enter'))
        settle(root);
}

for (const type of ['focusin', 'pointerdown', 'keydown'])
    listen(window, type, onTouch, true);
for (const type of ['click', 'change', 'keydown'])
    listen(window, type, onUse, true);
listen(window, 'load', () => schedule(document), true);
watch(document);
