// Planning takes a few seconds: says so, and is asked for once.
const form = document.querySelector("form[data-planning]");

form?.addEventListener("submit", () => {
  const began = Date.now();
  const says = form.querySelector("[data-progress]");
  const tell = () => {
    says.textContent = `Planning ${form.dataset.planning}: ${Math.round((Date.now() - began) / 1000)} s. You may leave this page; the plan is kept.`;
  };
  setTimeout(() => {
    form.querySelector("button").disabled = true;
  });
  tell();
  setInterval(tell, 1000);
});
