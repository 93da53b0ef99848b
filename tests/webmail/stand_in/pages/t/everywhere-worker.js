/* A service worker that keeps its own address, which holds a search term, in a cache.
 * Runs as: the page's origin, in the background. */
"use strict";
addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open("everywhere-worker");
  await cache.put("/t/worker", new Response(location.href));
})()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
