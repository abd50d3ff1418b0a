// @ts-check
// What the pages can do without, and do better with. Nothing here decides anything.

const language = document.documentElement.lang;

/** @param {number} seconds */
const span = (seconds) => {
  const [count, unit] = seconds < 100 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
};

/** Waiting times run down. */
for (const timer of document.querySelectorAll('[data-seconds]')) {
  if (!(timer instanceof HTMLElement)) continue;
  const end = performance.now() + Number(timer.dataset.seconds) * 1000;
  const tick = setInterval(() => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) timer.textContent = span(left);
    else {
      clearInterval(tick);
      const line = timer.closest('p');
      if (line) line.textContent = timer.dataset.done ?? '';
    }
  }, 1000);
}

/** A form is sent once, until the page is shown again. */
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

/** A whole code that came at once, from the device or the clipboard, is sent at once. */
for (const input of document.querySelectorAll('input[data-digits]')) {
  if (!(input instanceof HTMLInputElement)) continue;
  let before = '';
  input.addEventListener('input', () => {
    const digits = input.value.replace(/[\s-]/g, '');
    const whole = new RegExp(`^[0-9]{${input.dataset.digits}}$`).test(digits);
    if (whole && before === '' && input.form?.querySelectorAll('input[type=text]').length === 1)
      input.form.requestSubmit();
    before = digits;
  });
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy ?? '');
    const lines = source?.matches('ol') ? [...source.children] : [source];
    await navigator.clipboard.writeText(lines.map((line) => line?.textContent?.trim() ?? '').join('\n'));
    button.textContent = button.dataset.done ?? '';
  });
}

for (const button of document.querySelectorAll('button[data-print]')) {
  button.addEventListener('click', () => print());
}
