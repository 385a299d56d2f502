// Clears the screen soon after the sign-in has ended, here, in another tab or on the server;
// and begins at the top where one thing opens in the place of a list.
(() => {
  "use strict";
  // Tells Streamlit where it lives, or it would first look for itself below the page's address.
  window.__streamlit = { BACKEND_BASE_URL: location.origin };

  const EVERY_MS = 5000;
  let left = false;

  const leave = (why) => {
    if (left) return;
    left = true;
    document.documentElement.replaceChildren();
    const back = why === "ended" && location.pathname !== "/" ? `&to=${location.pathname}` : "";
    location.replace(`/login?${why}${back}`);
  };

  const check = async () => {
    try {
      const answer = await fetch("/alive", { cache: "no-store", credentials: "same-origin" });
      if (answer.status === 401) leave("ended");
    } catch {
      // The server cannot be reached; Streamlit says so, and what is on screen may stay.
    }
  };

  // Streamlit cannot follow a link in the same tab, so its sign-out button is completed here.
  document.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element) || !event.target.closest(".st-key-sign_out button")) {
        return;
      }
      fetch("/logout", { method: "POST", credentials: "same-origin", redirect: "manual" })
        .catch(() => {})
        .finally(() => leave("out"));
    },
    true,
  );
  // Another thing opens in the place of a list; without this one would stand far down in it.
  const openedNow = () => new URLSearchParams(location.search).get("id");
  let opened = openedNow();
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (...where) {
      change.apply(this, where);
      if (openedNow() === opened) return;
      opened = openedNow();
      document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    };
  }
  addEventListener("pageshow", check);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check();
  });
  setInterval(check, EVERY_MS);
})();
