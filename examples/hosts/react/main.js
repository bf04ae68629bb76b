import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat.tsx';

createRoot(document.getElementById('app')).render(createElement(StrictMode, null, createElement(Chat)));
