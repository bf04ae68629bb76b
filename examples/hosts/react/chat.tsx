import type {} from 'porchlight-chat/react';
import 'porchlight-chat/element';
import { type ReactElement, useEffect, useState } from 'react';

const address = new URLSearchParams(location.search);
const told = (name: string) => address.get(name) ?? undefined;

/** A chat for as long as this is shown. Under StrictMode it is begun, ended and begun again: one is left. */
export function Chat(): ReactElement {
  const [heard, setHeard] = useState('');
  useEffect(() => {
    const ended = () => setHeard('over');
    document.addEventListener('porchlight:end', ended);
    return () => document.removeEventListener('porchlight:end', ended);
  }, []);
  return (
    <>
      <p>{heard}</p>
      <porchlight-chat
        api-base={told('apiBase')}
        organization-id={told('organizationId')}
        deployment-id={told('deploymentId')}
        queue={told('queue')}
        theme="light"
        onporchlight:message={({ detail }) => setHeard(`${detail.from}: ${detail.text}`)}
      />
    </>
  );
}
