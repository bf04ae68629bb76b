import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { pastedTag, themeSheet } from '../../embed/contract/pasted-tag.ts';
import { readAddress, type Setting, writeAddress } from '../address.ts';
import { toAttribute } from '../choices.ts';
import type { Playground } from '../compose.ts';
import type { Session } from '../session.ts';
import { openVisitorPage, type VisitorPage } from '../visitor-page.ts';
import { AgentPane } from './agent-pane.tsx';
import { Faults } from './faults.tsx';
import { Options } from './options.tsx';

/** A visitor's page and an agent side by side; what is chosen stands in the address. */
export function App({ details, canCrash, createSession: createStage }: Playground) {
  const setting = useSignal<Setting>(readAddress(location.hash));
  const joined = useSignal<{ page: VisitorPage; session: Session } | undefined>(undefined);
  const visit = useSignal(1);
  const shown = useRef<Setting>(setting.peek());
  const ids = {
    'data-organization-id': details.organizationId,
    'data-deployment-id': details.deploymentId,
    'data-queue': details.queue,
  };
  const chosen = Object.fromEntries(
    Object.entries(setting.value.chosen).map(([name, value]) => [toAttribute(name), value]),
  );
  const tag = { ...ids, ...chosen };

  useSignalEffect(() => history.replaceState(null, '', writeAddress(setting.value)));
  useSignalEffect(() => {
    const next = setting.value;
    const page = joined.value?.page;
    if (page) update(page, shown.current, next);
    shown.current = next;
  });
  useEffect(() => () => joined.peek()?.session.dispose(), []);

  const open = (frame: HTMLIFrameElement) => {
    joined.peek()?.session.dispose();
    const page = openVisitorPage(frame, tag);
    update(page, plain, setting.peek());
    joined.value = { page, session: createStage(page) };
  };
  const session = joined.value?.session;
  return (
    <>
      <header>
        <h1>Porchlight playground</h1>
        <p>
          The real tag, the real widget and the real service: choose, let things go wrong, and count.{' '}
          <a href="/">Shop</a> <a href="/console/">Console</a>
        </p>
      </header>
      <main>
        <section class="panel options" aria-label="Options">
          <Options setting={setting} onReload={() => (visit.value += 1)} />
          <label class="wide">
            The tag to copy
            <textarea
              class="code"
              readOnly
              rows={9}
              dir="ltr"
              value={pastedTag(
                `${location.origin}/porchlight.js`,
                tag,
                themeSheet(location.origin, setting.value.stylesheet),
              )}
            />
          </label>
        </section>
        <section class="panel visitor" aria-label="Visitor" data-phone={setting.value.isPhone}>
          <iframe
            key={visit.value}
            title="The visitor’s page"
            src="/playground/visitor.html"
            onLoad={(event) => open(event.currentTarget)}
          />
        </section>
        <section class="panel side" aria-label="Agent and faults">
          {session && <AgentPane session={session} />}
          {session && <Faults session={session} setting={setting} canCrash={canCrash} />}
        </section>
      </main>
    </>
  );
}

const plain: Setting = { ...readAddress(''), chosen: {} };

/** Only what differs reaches the page. The tag is pasted with its attributes, so those of a new page are there. */
function update(page: VisitorPage, before: Setting, next: Setting): void {
  for (const name of new Set([...Object.keys(before.chosen), ...Object.keys(next.chosen)])) {
    if (before.chosen[name] !== next.chosen[name]) page.setAttribute(toAttribute(name), next.chosen[name] ?? '');
  }
  if (before.stylesheet !== next.stylesheet) page.setSheet(themeSheet('', next.stylesheet) ?? '');
  if (before.accent !== next.accent) page.setVariable('--porchlight-accent', next.accent);
  if (before.direction !== next.direction) page.setDirection(next.direction);
}
