import { render } from 'preact';
import { composePlayground } from './compose.ts';
import './playground.css';
import { App } from './views/app.tsx';

const root = document.getElementById('playground');
if (root) void composePlayground().then((playground) => render(<App {...playground} />, root));
