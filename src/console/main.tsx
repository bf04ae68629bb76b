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
import { loadLanguage } from './messages/load-language.ts';

const root = document.getElementById('console');
if (root) {
  const parts = composeConsole();
  const { language } = parts.store.preferences;
  const show = () => loadLanguage([language.peek() ?? '', ...navigator.languages], document.documentElement);
  let shown = Promise.resolve();
  // Called once at once, and then at each choice.
  language.subscribe(() => {
    shown = show();
  });
  void shown.then(() => {
    render(<Frame {...parts} />, root);
    void parts.store.check();
  });
}
