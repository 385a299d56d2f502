// Lets people look at what they typed and knows their clock; the forms work without it as well.
(() => {
  "use strict";
  // A server's own clock is often UTC. After a refusal the choice is the person's.
  const zone = document.querySelector('select[name="time_zone"]');
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offered = zone && [...zone.options].some((each) => each.value === here);
  if (offered && !document.querySelector('[role="alert"]')) {
    zone.value = here;
  }
  for (const field of document.querySelectorAll('input[type="password"]')) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    const say = () => {
      const shown = field.type === "text";
      button.textContent = shown ? "Hide" : "Show";
      button.setAttribute("aria-label", `${shown ? "Hide" : "Show"} what I typed`);
    };
    button.addEventListener("click", () => {
      field.type = field.type === "text" ? "password" : "text";
      say();
    });
    // A form that is sent with the password in the open would let the browser remember it.
    field.form.addEventListener("submit", () => {
      field.type = "password";
    });
    say();
    const box = document.createElement("span");
    box.className = "password";
    field.replaceWith(box);
    box.append(field, button);
  }
})();
