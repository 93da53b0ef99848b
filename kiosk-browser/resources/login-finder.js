'use strict';
/* Finds the controls that would keep a login, by the rules of remember-rules.json, which are its `kiosk`.
 * Runs as: the confined web process, in the shell's own world, in every frame, before the page's first script.
 *
 * The page cannot reach this world's names, but it shares the document, where the children of forms and of the
 * document hide methods and properties of theirs by their names. So those are called by their prototypes. */
const LABEL_MAX = 120; /* letters */
const rules = kiosk;
const PRODUCTS = rules.products.map((rule) => rule.control).join(', ');
const LOGIN = rules.login.join(', ');
const names = rules.names.map((rule) => ({ ...rule, pattern: new RegExp(rule.name) }));
const labels = rules.labels.map((rule) => ({ ...rule, pattern: new RegExp(rule.text) }));

/* The document, by its prototypes */

const method = (prototype, name) => Function.prototype.call.bind(prototype[name]);
const getter = (prototype, name) =>
    Function.prototype.call.bind(Object.getOwnPropertyDescriptor(prototype, name).get);
const queries = [Document, Element, DocumentFragment].map((type) => [type, {
    all: method(type.prototype, 'querySelectorAll'), first: method(type.prototype, 'querySelector'),
}]);
const queryOf = (root) => queries.find(([type]) => root instanceof type)[1];
const all = (root, selector) => queryOf(root).all(root, selector);
const first = (root, selector) => queryOf(root).first(root, selector);
const rootOf = method(Node.prototype, 'getRootNode');

/* Judging */

function plain(text) {
    return text.slice(0, 4 * LABEL_MAX).normalize('NFD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'")
        .replace(/\s+/g, ' ').trim().toLowerCase().slice(0, LABEL_MAX);
}

function referenced(control) {
    const ids = (control.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean);
    return ids.map((id) => first(rootOf(control), `#${CSS.escape(id)}`)).filter(Boolean);
}

/* The elements that hold the control's label, and nothing else to operate. */
function labelElements(control) {
    const found = [...(control.labels || []), ...referenced(control)];
    return found.filter((label) => label.textContent.length <= 2 * LABEL_MAX &&
        ![...all(label, 'input, select, textarea, button, a[href]')].some((inner) => inner !== control));
}

function labelText(control) {
    const texts = labelElements(control).map((label) => label.textContent);
    texts.push(control.getAttribute('aria-label') || '', control.getAttribute('title') || '');
    if (!(control instanceof HTMLInputElement))
        texts.push(control.textContent);
    if (!texts.some((text) => text.trim()) && control.nextSibling)
        texts.push(control.nextSibling.textContent);
    return plain(texts.join(' '));
}

const formOf = (control) => control.form || control.closest('form');
const hasLogin = (scope) => scope && first(scope, LOGIN) !== null;

function nameRule(name) {
    const called = name.toLowerCase().replace(/[^a-z0-9]/g, '');
    return names.find((rule) => rule.pattern.test(called));
}

const labelRule = (text) => labels.find((rule) => rule.pattern.test(text));

/* A list with a safe option and one that is not. */
function judgeList(list) {
    const judged = [...list.options].map((option) => [option, labelRule(plain(option.textContent))]);
    const safe = judged.find(([, rule]) => rule?.act === 'on');
    const unsafe = judged.some(([, rule]) => rule?.act === 'off');
    return safe && unsafe ? { ...safe[1], act: 'choose', value: safe[0].value } : null;
}

/* The rule for a control that is no product's. What is in a form is only the login's in the login's own form. */
function judge(control) {
    if (!hasLogin(formOf(control) || rootOf(control)))
        return null;
    if (control instanceof HTMLSelectElement)
        return judgeList(control);
    return labelRule(labelText(control)) || nameRule(control.getAttribute('name') || '') ||
        nameRule(control.id);
}

/* control → rule, for all in ROOT, frames and shadow roots left out. */
function findControls(root) {
    const found = new Map();
    for (const rule of first(root, PRODUCTS) ? rules.products : [])
        for (const control of all(root, rule.control))
            if (!found.has(control))
                found.set(control, rule);
    if (!hasLogin(root))
        return found;
    for (const control of all(root, rules.controls)) {
        const rule = found.has(control) ? null : judge(control);
        if (rule)
            found.set(control, rule);
    }
    return found;
}

/* For the shell's other scripts, which come after. */
globalThis.kioskFinder = {
    rules, all, first, rootOf, method, getter, formOf, hasLogin, labelElements, labelText, nameRule, findControls,
};
