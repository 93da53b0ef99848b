/* The mailbox page: reads its own cookie, asks the server for folders and messages, shows them.
 * Runs as: the page's origin. */
"use strict";
(function () {
  const PREFIX_LENGTH = 10; /* of "while(1);" and a line feed */
  const POLL_MILLISECONDS = 60000;
  const SESSION_INVALID = [1101, 18];
  const SEEN = 1;
  const ATTACHMENT = 2;
  const FOLDERS = { INBOX: "Boîte de réception", Drafts: "Brouillons", Sent: "Messages envoyés", Trash: "Corbeille" };
  const LOGIN_PAGE = "/iwc_static/layout/login.html?lang=fr";
  const byId = (id) => document.getElementById(id);

  let folder = "INBOX";
  let opened = null;
  let retry = null;

  /* lang=fr:token=T:path=/iwc; without the cookie, the token that no server accepts. */
  function authentication() {
    const pair = document.cookie.split("; ").find((text) => text.startsWith("iwc-auth="));
    const values = { token: "badvalue", path: "/iwc" };
    if (pair)
      for (const part of pair.slice("iwc-auth=".length).split(":")) {
        const [name, value] = part.split("=");
        values[name] = value;
      }
    return values;
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function leave(address) {
    location.replace(address || LOGIN_PAGE);
    return new Promise(() => {});
  }

  async function sessionCall(name, method) {
    const { token, path } = authentication();
    const query = new URLSearchParams({ token, "fmt-out": "text/json", "dojo.preventCache": Date.now() });
    const response = await fetch(`${path}/svc/iwcp/${name}?${query}`, { method, credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const answer = (await response.json()).iwcp;
    if (SESSION_INVALID.includes(Number(answer["error-code"]))) return leave(answer.gotoUrl);
    return answer;
  }

  function mailUrl(name, parameters) {
    const { token, path } = authentication();
    return `${path}/svc/wmap/${name}?${new URLSearchParams({ rev: 3, sid: "", token, ...parameters })}`;
  }

  async function mailCall(name, parameters) {
    const url = mailUrl(name, { ...parameters, lang: "fr", "dojo.preventCache": Date.now() });
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const answer = JSON.parse((await response.text()).slice(PREFIX_LENGTH));
    if (SESSION_INVALID.includes(answer[0])) return leave(answer[2]);
    if (answer[0] !== 0) throw new Error(answer[1]);
    return answer;
  }

  async function guarded(action) {
    try {
      await action();
      byId("failure").hidden = true;
    } catch (error) {
      retry = action;
      byId("failureText").textContent = "Le serveur de messagerie ne répond pas, ou sa réponse est illisible.";
      byId("failure").hidden = false;
    }
  }

  const dateOf = (seconds, style) => new Date(seconds * 1000).toLocaleString("fr-FR", { timeZone: "Europe/Paris", ...style });
  const SHORT = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  const LONG = { dateStyle: "full", timeStyle: "short" };

  async function showFolders() {
    const boxes = (await mailCall("listfolders.mjs", { unread: 1 }))[2];
    byId("folders").replaceChildren(...boxes.map(([name, , , , , unread]) => {
      const button = element("button", { type: "button", className: "folder" }, FOLDERS[name] || name);
      if (unread) button.append(element("span", { className: "count" }, ` ${unread}`));
      if (name === folder) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => guarded(() => openFolder(name)));
      return element("li", {}, button);
    }));
  }

  async function showList() {
    const answer = await mailCall("mbox.mjs", {
      mbox: folder, count: 50, date: true, sortby: "recv", sortorder: "R", start: 0, srch: "UNDELETED",
    });
    const rows = answer[6].map(([uid, , date, flags, from, subject]) => {
      const seen = flags & SEEN;
      const button = element("button", { type: "button", className: seen ? "row" : "row unseen" },
        element("span", { className: "from" }, from), " ",
        element("time", {}, dateOf(date, SHORT)), " ",
        element("span", { className: "subject" }, subject));
      if (flags & ATTACHMENT) button.append(" ", element("span", { className: "clip" }, "Pièce jointe"));
      if (!seen) button.append(" ", element("span", { className: "hidden" }, "(non lu)"));
      if (uid === opened) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => guarded(() => openMessage(uid)));
      return element("li", {}, button);
    });
    byId("messages").replaceChildren(...rows);
    if (!rows.length) byId("messages").append(element("li", { className: "empty" }, "Ce dossier est vide."));
  }

  async function openFolder(name) {
    folder = name;
    opened = null;
    byId("folderName").textContent = FOLDERS[name] || name;
    byId("message").replaceChildren(element("p", { className: "empty" }, "Choisissez un message dans la liste."));
    await Promise.all([showFolders(), showList()]);
  }

  function attachmentItem(uid, [number, type, subtype, name, size]) {
    const where = { mbox: folder, uid, number, type, subtype };
    const path = `attach/${encodeURIComponent(name)}`;
    return element("li", {}, `${name} (${Math.max(1, Math.round(size / 1024))} Ko) `,
      element("a", { href: mailUrl(path, { ...where, attachment: 0 }), target: "_blank" }, "Afficher"), " ",
      element("a", { href: mailUrl(path, { ...where, attachment: 1 }) }, "Télécharger"));
  }

  async function openMessage(uid) {
    const answer = await mailCall("msg.mjs", {
      mbox: folder, uid, process: "html,js,target,binhex,link", security: false,
    });
    opened = uid;
    const [headers, body, ...files] = answer[8];
    const header = Object.fromEntries(headers[6]);
    /* The server has taken scripts out of the body; pictures from elsewhere are still in it. */
    const article = element("article", {}, element("h2", {}, header.Subject),
      element("p", { className: "headers" }, `De : ${header.From}`, element("br"), `À : ${header.To}`,
        element("br"), dateOf(answer[4], LONG)));
    if (files.length)
      article.append(element("ul", { className: "files" }, ...files.map((file) => attachmentItem(uid, file))));
    article.append(element("div", { className: "body", innerHTML: body[6] }));
    byId("message").replaceChildren(article);
    byId("message").scrollTop = 0;
    byId("message").focus({ preventScroll: true });
    await Promise.all([showFolders(), showList()]);
  }

  async function logOut() {
    const answer = await sessionCall("logout.iwc", "GET");
    await leave(answer.logoutResponse && answer.logoutResponse.nextURI);
  }

  async function start() {
    const preferences = (await sessionCall("get_allprefs.iwc", "POST")).preferences.user_prefs;
    byId("user").textContent = preferences.cn;
    await mailCall("cfg.mjs", {});
    await openFolder("INBOX");
  }

  byId("logout").addEventListener("click", () => guarded(logOut));
  byId("retry").addEventListener("click", () => guarded(retry));
  setInterval(() => guarded(async () => { await showFolders(); await showList(); }), POLL_MILLISECONDS);
  guarded(start);
})();
