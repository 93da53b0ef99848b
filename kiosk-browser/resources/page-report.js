'use strict';
/* Tells what login-forms.js would do on a page, and does nothing; for kioskctl explain-page.
 * Runs as: the confined web process of kiosk-page, in the shell's own world, in every frame.
 *
 * kiosk.wait: how long after the load, in milliseconds, late forms are waited for. A report is an array of lines,
 * a line an array of fields. */
const { rules, all, first, method, getter, hasLogin, labelText, findControls } = globalThis.kioskFinder;
const shadowOf = getter(Element.prototype, 'shadowRoot');
const listen = method(EventTarget.prototype, 'addEventListener');

const WOULD = {
    off: 'turned off and replaced', on: 'turned on and replaced', choose: 'set to its safe value and replaced',
    answer: 'refused',
};

function rootsBelow(root) {
    const shadows = [...all(root, '*')].filter((element) => !(element instanceof HTMLFormElement)).map(shadowOf);
    return [root, ...shadows.filter(Boolean).flatMap(rootsBelow)];
}

function name(control) {
    const shown = ['type', 'role', 'name', 'id'].filter((attribute) => control.hasAttribute(attribute));
    return [control.localName, ...shown.map((attribute) => `${attribute}=${control.getAttribute(attribute)}`)].join(' ');
}

function why(rule) {
    if (rule.system)
        return `product: ${rule.system}`;
    return rule.text ? `label: ${rule.text}` : `name: ${rule.name}`;
}

function linesOf(root) {
    const found = findControls(root);
    const others = [...all(root, rules.controls)].filter((control) => !found.has(control));
    return [
        ...[...found].map(([control, rule]) => [WOULD[rule.act], name(control), labelText(control), why(rule)]),
        ...others.map((control) => ['left alone', name(control), labelText(control), 'no rule']),
    ];
}

function report() {
    const roots = rootsBelow(document);
    const isLogin = roots.some((root) => hasLogin(root) || first(root, rules.products.map((rule) => rule.control).join()));
    const title = [isLogin ? 'login' : 'no login', location.href];
    webkit.messageHandlers.found.postMessage([title, ...roots.flatMap(linesOf)]
        .map((fields) => fields.map((field) => field.replace(/\s+/g, ' ')).join("\t")).join("\n"));
}

listen(window, 'load', () => setTimeout(report, kiosk.wait));
