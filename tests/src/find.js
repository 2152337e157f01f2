// Finds what a person would point at: by its role, by what it says, and by the group of the page that it stands in.
// arguments: role, words, words of the group or null. Gives the element, or null.
const said = text => (text || '').replace(/\s+/g, ' ').trim();
const written = e => said(e.innerText || e.textContent);
const named = ids => ids.split(' ').map(id => document.getElementById(id)).filter(e => e).map(written).join(' ');
const nameOf = e => {
  if (e.getAttribute('aria-labelledby')) return said(named(e.getAttribute('aria-labelledby')));
  if (e.getAttribute('aria-label')) return said(e.getAttribute('aria-label'));
  if (e.labels && e.labels.length) return said([...e.labels].map(written).join(' '));
  return written(e);
};
const groupName = e => {
  if (e.matches('fieldset')) return written(e.querySelector('legend') || e);
  if (e.matches('tr')) return written(e.querySelector('th') || e);
  if (e.hasAttribute('aria-labelledby') || e.hasAttribute('aria-label')) return nameOf(e);
  return e.matches('li') ? written(e) : '';
};
const roles = {
  button: 'button, summary',
  send: 'button[type=submit]',
  link: 'a[href]',
  field: 'textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=file]):not([type=hidden])',
  choice: 'input[type=radio], input[type=checkbox]',
  file: 'input[type=file]',
};
const groups = 'dialog, fieldset, section, nav, aside, article, form, table, tr, ul, ol, dl, li, [role=group]';
const isSeen = e => e.checkVisibility({ visibilityProperty: true });
const [role, words, within] = arguments;
const dialog = document.querySelector('dialog[open]');
const place = dialog || document;
const isInside = e => {
  if (!within) return true;
  for (let at = e.closest(groups); at; at = at.parentElement && at.parentElement.closest(groups)) {
    if (groupName(at).includes(within)) return true;
  }
  return false;
};
const candidates = [...place.querySelectorAll(roles[role])].filter(e => (role === 'file' || isSeen(e)) && isInside(e));
const found = candidates.find(e => nameOf(e) === words) || candidates.find(e => nameOf(e).startsWith(words));
return found || null;
