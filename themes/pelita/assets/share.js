// The share kit: copy a text, or hand a card to the phone's own share sheet. Without it the texts can be selected, the cards saved.
"use strict";

const kit = document.querySelector("[data-kit]");
if (kit) {
  const status = kit.querySelector("[role=status]");
  const said = (text) => { status.textContent = text; };
  for (const field of kit.querySelectorAll("textarea")) field.style.blockSize = `${field.scrollHeight + 2}px`; // all of it is seen
  for (const button of kit.querySelectorAll("[data-copy]")) {
    const label = button.innerHTML;
    let back;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // no clipboard from a disk or without https
      }
      said("");
      said(kit.dataset.done);
      button.textContent = `${kit.dataset.done} \u2713`;
      clearTimeout(back);
      back = setTimeout(() => { button.innerHTML = label; }, 2000);
    });
  }
  const probe = new File([""], "card.jpg", { type: "image/jpeg" });
  if (navigator.canShare && navigator.canShare({ files: [probe] })) {
    for (const button of kit.querySelectorAll("[data-share]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const blob = await (await fetch(button.dataset.share)).blob();
        const files = [new File([blob], button.dataset.name, { type: "image/jpeg" })];
        const text = document.getElementById("caption").value;
        try {
          await navigator.share({ files, text });
        } catch (error) {
          if (error.name !== "AbortError") throw error; // the person changed their mind
        }
      });
    }
  }
}
