/* Keeps the first word of the search in every store that takes it; tells the server's log when it is done.
 * Runs as: the page's origin. */
"use strict";
(function () {
  const YEAR = 365 * 24 * 3600;
  const STEP_BYTES = 32 << 20;

  function database(text) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("everywhere", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("texts");
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction("texts", "readwrite", { durability: "strict" });
        transaction.objectStore("texts").put(`${text}indexeddb`, "text");
        transaction.oncomplete = resolve;
        transaction.onerror = () => reject(transaction.error);
      };
    });
  }

  /* name → a function that keeps TEXT; each marks it with its own name */
  const STORES = {
    cookie: (text) => { document.cookie = `${text}cookie=${text}cookie; Path=/; Secure; Max-Age=${YEAR}`; },
    localStorage: (text) => localStorage.setItem(`${text}localstorage`, `${text}localstorage`),
    sessionStorage: (text) => sessionStorage.setItem(`${text}sessionstorage`, `${text}sessionstorage`),
    indexedDB: database,
    caches: async (text) => (await caches.open(text)).put(`/t/${text}cache`, new Response(`${text}cache `.repeat(99))),
    serviceWorker: async (text) => {
      await navigator.serviceWorker.register(`everywhere-worker.js?${text}worker`);
      await navigator.serviceWorker.ready;
    },
    fileSystem: async (text) => {
      const folder = await navigator.storage.getDirectory();
      await folder.getFileHandle(`${text}filesystem`, { create: true });
    },
    windowName: (text) => { window.name = `${text}windowname`; },
    history: (text) => history.pushState({ text: `${text}history` }, "", `?q=${text}history`),
    upload: async (text) => {
      const files = new DataTransfer();
      files.items.add(new File([`${text}uploaded`], `${text}uploadname.txt`, { type: "text/plain" }));
      const form = document.getElementById("files");
      form.elements.file.files = files.files;
      const answer = await fetch("/t/upload", { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error("refused");
    },
    sharedMemory: (text) => { window.kept = new Blob([`${text}blob `.repeat(999)]); },
  };

  async function keep(text) {
    const kept = [];
    for (const [name, store] of Object.entries(STORES)) {
      try {
        await store(text);
        kept.push(name);
      } catch (error) {
        /* a store that the browser refuses keeps nothing */
      }
    }
    document.getElementById("stored").textContent = kept.join(", ");
    await fetch("/t/kept");
  }

  /* Step by step, so that what watches over the page's memory has its turn in between. */
  const filled = [];
  function fill() {
    filled.push(new Uint8Array(STEP_BYTES).fill(1 + filled.length));
    setTimeout(fill);
  }
  document.getElementById("fill").addEventListener("click", async () => {
    await fetch("/t/filling");
    fill();
  });

  const text = (new URLSearchParams(location.search).get("q") || "").split(" ")[0];
  document.getElementById("q").focus();
  if (text) keep(text);
  else fetch("/t/shown");
})();
