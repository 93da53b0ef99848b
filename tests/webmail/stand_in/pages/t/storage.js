/* Looks for the marks of an earlier visit, store by store, and leaves them.
 * Runs as: the page's origin. */
"use strict";
(function () {
  const MARK = "kiosk-mark";
  const YEAR = 365 * 24 * 3600;

  function database() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(MARK, 1);
      let isNew = false;
      request.onupgradeneeded = () => { isNew = true; request.result.createObjectStore(MARK); };
      request.onsuccess = () => resolve(!isNew);
      request.onerror = () => reject(request.error);
    });
  }

  /* name → whether the mark was there; each leaves the mark */
  const STORES = {
    "session-cookie": () => {
      const found = document.cookie.includes(`${MARK}-s=`);
      document.cookie = `${MARK}-s=1; Path=/; Secure`;
      return found;
    },
    "persistent-cookie": () => {
      const found = document.cookie.includes(`${MARK}-p=`);
      document.cookie = `${MARK}-p=1; Path=/; Secure; Max-Age=${YEAR}`;
      return found;
    },
    localStorage: () => {
      const found = localStorage.getItem(MARK) !== null;
      localStorage.setItem(MARK, "1");
      return found;
    },
    sessionStorage: () => {
      const found = sessionStorage.getItem(MARK) !== null;
      sessionStorage.setItem(MARK, "1");
      return found;
    },
    indexedDB: database,
    caches: async () => {
      const found = await caches.has(MARK);
      await (await caches.open(MARK)).put("/t/mark", new Response("1"));
      return found;
    },
    serviceWorker: async () => {
      const found = (await navigator.serviceWorker.getRegistrations()).length > 0;
      await navigator.serviceWorker.register("/t/everywhere-worker.js");
      return found;
    },
    files: async () => {
      const folder = await navigator.storage.getDirectory();
      const found = await folder.getFileHandle(MARK).then(() => true, () => false);
      await folder.getFileHandle(MARK, { create: true });
      return found;
    },
    "window.name": () => {
      const found = window.name === MARK;
      window.name = MARK;
      return found;
    },
    history: () => history.length > 1,
  };

  /* The stores that have the mark; all have it afterwards, but those that the browser refuses. */
  async function look() {
    const found = [];
    for (const [name, store] of Object.entries(STORES)) {
      try {
        if (await store()) found.push(name);
      } catch (error) {
        /* a store that the browser refuses keeps nothing */
      }
    }
    return found.length ? found.join(", ") : "aucune";
  }

  async function tell() {
    const text = await look();
    document.getElementById("left").textContent = `Laissées : ${await look()}`;
    document.getElementById("traces").textContent = text;
    document.title = `Traces : ${text}`;
  }
  tell();
})();
