/* The login page: sends the form by script, goes to the mailbox, tells what went wrong.
 * Runs as: the page's origin. */
"use strict";
(function () {
  const SESSION_CALLS = "/iwc/svc/iwcp/";
  const PASSWORD_EXPIRED = "19";
  const TEXTS = {
    fr: {
      wrong: "Identifiant ou mot de passe incorrect.",
      empty: "Saisissez votre identifiant et votre mot de passe.",
      failed: "Le serveur de messagerie ne répond pas. Réessayez dans un instant.",
      changed: "Votre mot de passe est changé. Connectez-vous avec le nouveau.",
      refused: "Ce mot de passe n’a pas été accepté.",
    },
    en: {
      title: "Sign in to your mail", usernameLabelID: "User name", passwordLabelID: "Password",
      signin: "Sign in", wrong: "Wrong user name or password.",
      empty: "Type your user name and your password.",
      failed: "The mail server does not answer. Try again in a moment.",
      changed: "Your password is changed. Sign in with the new one.",
      refused: "This password was not accepted.",
    },
  };
  const byId = (id) => document.getElementById(id);
  const language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "fr";
  const texts = TEXTS[language];

  function framedByAnother() {
    try {
      return top.location.hostname !== self.location.hostname;
    } catch (error) {
      return true;
    }
  }

  function alertUser(text) {
    byId("alertMsg").textContent = text;
    byId("alertMsg").hidden = !text;
  }

  async function call(name, parameters) {
    const url = `${SESSION_CALLS}${name}?dojo.preventCache=${Date.now()}`;
    const body = new URLSearchParams({ ...parameters, token: "badvalue", "fmt-out": "text/json" });
    const response = await fetch(url, { method: "POST", body, credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return (await response.json()).iwcp;
  }

  function credentials() {
    return { username: byId("username").value.trim(), password: byId("password").value };
  }

  function enter() {
    location.replace(`/iwc_static/layout/main.html?lang=${language}`);
  }

  async function logIn(event) {
    event.preventDefault();
    const form = credentials();
    if (!form.username || !form.password) return alertUser(texts.empty);
    const box = byId("rememberMe");
    if (box && box.checked) form.rememberMe = "true";
    alertUser("");
    byId("overlay").hidden = false;
    try {
      const answer = await call("login.iwc", { ...form, chkpreloginip: byId("chkpreloginip").value });
      if (answer["error-code"] === "0") return enter();
      if (answer["error-code"] === PASSWORD_EXPIRED) {
        byId("loginForm").hidden = true;
        byId("PwdExpiredMsg").style.display = "";
        byId("newPassword").focus();
      } else {
        alertUser(texts.wrong);
        byId("password").value = "";
        byId("password").focus();
      }
    } catch (error) {
      alertUser(texts.failed);
    }
    byId("overlay").hidden = true;
  }

  async function changePassword(event) {
    event.preventDefault();
    try {
      const answer = await call("change_password.iwc", { ...credentials(), newPassword: byId("newPassword").value });
      if (answer["error-code"] !== "0") return alertUser(texts.refused);
    } catch (error) {
      return alertUser(texts.failed);
    }
    byId("PwdExpiredMsg").style.display = "none";
    byId("loginForm").hidden = false;
    byId("password").value = "";
    byId("password").focus();
    alertUser(texts.changed);
  }

  async function prelogin() {
    try {
      if ((await call("prelogin.iwc", { prelogin: "true" })).loginResponse) enter();
    } catch (error) {
      alertUser(texts.failed);
    }
  }

  for (const id of ["title", "usernameLabelID", "passwordLabelID", "signin"])
    if (texts[id]) byId(id).textContent = texts[id];
  document.documentElement.lang = language;
  byId("langButton").value = language;
  byId("langButton").addEventListener("change", (event) => {
    location.search = `?lang=${event.target.value}&u=1`;
  });
  byId("PwdExpiredMsg").addEventListener("submit", changePassword);
  byId("loginForm").addEventListener("submit", logIn);
  if (framedByAnother()) return;
  byId("loginForm").hidden = false;
  byId("username").focus();
  prelogin();
})();
