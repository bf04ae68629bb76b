import type { WidgetHandle, WidgetOptions } from '../embed/chat-handle.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { mountChat } from './mount.tsx';
import frameCss from './styles/frame.css?inline';

/** Brings the launcher's panel to life. Throws only what the loader tells the visitor. */
export function mountWidget(options: WidgetOptions): WidgetHandle {
  const { element, settings, scriptOrigin } = options;
  const frame = new CSSStyleSheet();
  frame.replaceSync(frameCss);
  element.shadowRoot?.adoptedStyleSheets.push(frame);
  const pageLocale = document.documentElement.lang || navigator.language;
  const config = readConfig(settings, scriptOrigin, pageLocale, (line) => console.warn('Porchlight:', line));
  const { onHide, ...parts } = compose(config, options.load);
  const endsOnLeave = config.storage === 'none' || config.endOn.includes('leave');
  const stop = onHide(() => {
    if (endsOnLeave) parts.store.end({ keepalive: true });
  });
  const handle = mountChat({
    options,
    config,
    ...parts,
    complain: (fact) => console.error('Porchlight:', fact),
  });
  return {
    ...handle,
    store: parts.store,
    dispose() {
      stop();
      handle.dispose();
    },
  };
}
