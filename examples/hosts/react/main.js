import { createChat } from 'porchlight-chat';
import { createElement, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const options = Object.fromEntries(new URLSearchParams(location.search));

/** A chat for as long as this is shown. Under StrictMode it is begun, ended and begun again: one is left. */
function Chat() {
  const [heard, setHeard] = useState('');
  useEffect(() => {
    const chat = createChat(options);
    chat.on('message', ({ detail }) => setHeard(`${detail.from}: ${detail.text}`));
    return () => {
      chat.destroy();
    };
  }, []);
  return createElement('p', null, heard);
}

createRoot(document.getElementById('app')).render(createElement(StrictMode, null, createElement(Chat)));
