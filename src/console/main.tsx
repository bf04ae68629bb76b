import { render } from 'preact';
import { composeConsole } from './compose.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/sign-in.css';
import './styles/list.css';
import './styles/chat.css';
import './styles/log.css';
import './styles/composer.css';
import './styles/transfer.css';
import './styles/details.css';
import './styles/history.css';
import './styles/admin.css';
import { Frame } from './app/frame.tsx';
import { speak } from './messages/load-language.ts';
import { tongue } from './messages/locale.ts';

const root = document.getElementById('console');
if (root) {
  const parts = composeConsole();
  const { language } = parts.store.preferences;
  const draw = async () => {
    await speak([language.value ?? '', ...navigator.languages], document.documentElement);
    // Another key: everything is drawn anew, in other words.
    render(<Frame key={tongue.language} {...parts} />, root);
  };
  void draw().then(() => void parts.store.check());
  language.subscribe(() => {
    if (root.hasChildNodes()) void draw().then(() => focusAfterChoice(root));
  });
}

/** Where the choice was made, or where it is made again. */
function focusAfterChoice(drawn: HTMLElement): void {
  drawn.querySelector<HTMLElement>('.door select[name="language"], [data-key="?"]')?.focus();
}
