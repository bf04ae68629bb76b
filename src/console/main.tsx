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
import './styles/hand-over.css';
import './styles/details.css';
import './styles/history.css';
import './styles/admin.css';
import { speak } from './strings/speak.ts';
import { Frame } from './views/frame.tsx';

const root = document.getElementById('console');
if (root) {
  const parts = composeConsole();
  void speak(navigator.languages, document.documentElement).then(() => {
    render(<Frame {...parts} />, root);
    void parts.store.check();
  });
}
