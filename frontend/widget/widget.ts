// The script that puts the chat on any page: <script src="https://…/widget.js" data-channel="sonrisas-web"></script>.
// It adds a button and, once somebody means to use it, a frame with the customer's page. The frame is a page of ours, so
// nothing of the page around it can read the conversation.

const script = document.currentScript;
const channel = script instanceof HTMLScriptElement ? (script.dataset['channel'] ?? '') : '';
const home = script instanceof HTMLScriptElement ? new URL(script.src).origin : location.origin;
const spanish = (navigator.languages[0] ?? 'en').toLowerCase().startsWith('es');
const words = spanish
  ? { open: 'Escríbanos', close: 'Cerrar el chat', panel: 'Chat' }
  : { open: 'Chat with us', close: 'Close the chat', panel: 'Chat' };

if (channel !== '') {
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
}

function begin(): void {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const launcher = document.createElement('button');
  const panel = document.createElement('div');
  let frame: HTMLIFrameElement | null = null;

  // Set one by one through the CSSOM: a page's own policy may forbid style elements and attributes.
  Object.assign(launcher.style, {
    position: 'fixed',
    insetBlockEnd: '20px',
    insetInlineEnd: '20px',
    zIndex: '2147483000',
    minBlockSize: '48px',
    padding: '0 20px',
    border: '2px solid #fff',
    borderRadius: '24px',
    background: '#036884',
    color: '#fff',
    font: '600 16px/24px system-ui, sans-serif',
    cursor: 'pointer',
    boxShadow: '0 2px 8px rgb(0 0 0 / 30%)',
  });
  launcher.type = 'button';
  launcher.textContent = words.open;
  launcher.setAttribute('aria-expanded', 'false');
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', words.panel);
  panel.hidden = true;
  root.append(panel, launcher);
  document.body.append(host);

  launcher.addEventListener('click', () => show(panel.hidden !== false));
  launcher.addEventListener('pointerenter', load, { once: true });
  launcher.addEventListener('focus', load, { once: true });
  panel.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') show(false);
  });
  window.addEventListener('message', (e) => {
    const news: unknown = e.data;
    const ours = e.origin === home && frame !== null && e.source === frame.contentWindow;
    if (ours && typeof news === 'object' && news !== null && 'relevo' in news && news.relevo === 'close') show(false);
  });
  window.addEventListener('resize', place);

  /** The page of ours is only fetched when somebody shows an interest. */
  function load(): HTMLIFrameElement {
    if (frame) return frame;
    frame = document.createElement('iframe');
    frame.title = words.panel;
    frame.src = `${home}/chat/${encodeURIComponent(channel)}`;
    Object.assign(frame.style, { inlineSize: '100%', blockSize: '100%', border: '0', display: 'block' });
    panel.append(frame);
    place();
    return frame;
  }

  function show(open: boolean): void {
    const inside = load();
    panel.hidden = !open;
    panel.style.display = open ? 'block' : 'none';
    launcher.textContent = open ? words.close : words.open;
    launcher.setAttribute('aria-expanded', String(open));
    place();
    if (open) inside.focus();
    else launcher.focus();
  }

  /** Beside the page's content where there is room, over all of it on a telephone. */
  function place(): void {
    const small = window.innerWidth < 480;
    Object.assign(panel.style, {
      position: 'fixed',
      zIndex: '2147483000',
      inset: small ? '0 0 80px 0' : 'auto 20px 80px auto',
      inlineSize: small ? 'auto' : '380px',
      blockSize: small ? 'auto' : `min(600px, ${window.innerHeight - 120}px)`,
      borderRadius: small ? '0' : '10px',
      overflow: 'hidden',
      boxShadow: '0 4px 24px rgb(0 0 0 / 30%)',
      background: '#fff',
    });
  }
}

export {};
