import type {} from 'porchlight-chat/react';
import 'porchlight-chat/element';
import { type ReactElement, useEffect, useState } from 'react';

const address = new URLSearchParams(location.search);
const param = (name: string) => address.get(name) ?? undefined;

/** A chat for as long as this is shown. Under StrictMode it is begun, ended and begun again: one is left. */
export function Chat(): ReactElement {
  const [latest, setLatest] = useState('');
  useEffect(() => {
    const ended = () => setLatest('over');
    document.addEventListener('porchlight:end', ended);
    return () => document.removeEventListener('porchlight:end', ended);
  }, []);
  return (
    <>
      <p>{latest}</p>
      <porchlight-chat
        api-base={param('apiBase')}
        organization-id={param('organizationId')}
        deployment-id={param('deploymentId')}
        queue={param('queue')}
        theme="light"
        onporchlight:message={({ detail }) => setLatest(`${detail.from}: ${detail.text}`)}
      />
    </>
  );
}
