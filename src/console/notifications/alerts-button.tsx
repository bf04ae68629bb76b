import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import type { Preferences } from '../core/preferences.ts';
import { messages } from '../messages/messages.ts';
import type { Alerts } from './alerts.ts';

type AlertsProps = { alerts: Omit<Alerts, 'stop'>; preferences: Preferences };

/** The button and dialog for alert settings. */
export function AlertsButton({ alerts, preferences }: AlertsProps) {
  const isOpen = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="button quiet icon"
        aria-label={messages.value.alerts}
        title={messages.value.alerts}
        onClick={() => (isOpen.value = true)}
      >
        <Icon path={preferences.isMuted.value ? icons.bellOff : icons.bell} />
      </button>
      {isOpen.value && (
        <AlertsDialog alerts={alerts} preferences={preferences} onClose={() => (isOpen.value = false)} />
      )}
    </>
  );
}

function AlertsDialog({ alerts, preferences, onClose }: AlertsProps & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { isMuted, setMuted } = preferences;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm alerts" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{messages.value.alerts}</h2>
      <div class="alerts-line">
        <label>
          <input
            type="checkbox"
            checked={!isMuted.value}
            onChange={(event) => setMuted(!event.currentTarget.checked)}
          />
          {messages.value.alertSound}
        </label>
        <button type="button" class="button" onClick={alerts.playSample}>
          {messages.value.alertTry}
        </button>
      </div>
      <NoticeLine alerts={alerts} />
      <div class="confirm-actions">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>
          {messages.value.closeShortcuts}
        </button>
      </div>
    </dialog>
  );
}

function NoticeLine({ alerts }: Pick<AlertsProps, 'alerts'>) {
  const permission = alerts.permission.value;
  const words = useRef<HTMLParagraphElement>(null);
  const ask = async () => {
    await alerts.askForNotices();
    // The button is replaced by the result, which takes the focus.
    words.current?.focus();
  };
  switch (permission) {
    case 'unasked':
      return (
        <button type="button" class="button" onClick={ask}>
          {messages.value.noticesAsk}
        </button>
      );
    case 'granted':
    case 'denied':
    case 'none':
      return (
        <p ref={words} tabIndex={-1}>
          {noticeWords[permission]()}
        </p>
      );
    default:
      return permission satisfies never;
  }
}

const noticeWords = {
  granted: () => messages.value.noticesOn,
  denied: () => messages.value.noticesOff,
  none: () => messages.value.noticesNone,
} as const;
