import type { LoaderChat } from '../contract/loader-api.ts';
import { unknownAttributeWarnings, unsupportedLocaleWarning } from './attribute-warnings.ts';
import { onceVisible } from './dom-observers.ts';
import { launcherLabel } from './launcher-label.ts';
import type { createListeners } from './listeners.ts';
import type { PanelActions } from './panel-actions.ts';
import { fixUnreadableColours } from './readable-colours.ts';
import type { createTriggers } from './triggers.ts';
import { isAllowedUrl } from './url-rules.ts';
import type { WidgetAccess } from './widget-access.ts';

type AttributeSyncOptions = {
  fire: ReturnType<typeof createListeners>['fire'];
  triggers: ReturnType<typeof createTriggers>;
  access: WidgetAccess;
  panelActions: PanelActions;
  signal: AbortSignal;
  /** Receives what the page's developer should know, each sentence once. */
  warn(message: unknown): void;
};

/** Keeps launcher, panel and the page's buttons in step with the tag's attributes and the page's address. */
export function createAttributeSync(
  chat: LoaderChat,
  { fire, triggers, access, panelActions, signal, warn }: AttributeSyncOptions,
) {
  const { element, launcher, panel, script } = chat;
  const { close, isInline, openByAttribute } = panelActions;
  const warned = new Set<string>();
  let isHidden = false;
  let wasVisible = true;
  let waitsForView = false;

  /** Shows or hides launcher and panel as the tag and the page's address say now, and warns of what is wrong. */
  function apply(): void {
    if (signal.aborted) return chat.widget?.dispose();
    const { showOn, hideOn, launcher: launcherSetting, textLauncher, locale } = script.dataset;
    const isVisible = !isHidden && isAllowedUrl(location.href, showOn, hideOn);
    triggers.update();
    const preferred = [document.documentElement.lang, ...navigator.languages];
    if (!access.getLoaded()) launcher.ariaLabel = textLauncher || launcherLabel(locale, preferred);
    launcher.hidden = !isVisible || launcherSetting === 'none' || triggers.hasLauncher();
    if (wasVisible && !isVisible && !panel.hidden) chat.close();
    wasVisible = isVisible;
    if (isVisible) openWhereInline();
    showWarnings();
  }

  function openWhereInline(): void {
    if (!isInline() || !panel.hidden || script.dataset.load === 'manual' || waitsForView) return;
    waitsForView = true;
    onceVisible(element, openInline, signal);
  }

  function openInline(): void {
    waitsForView = false;
    if (panel.hidden && wasVisible && !signal.aborted) chat.open(false);
  }

  function showWarnings(): void {
    const settings = script.dataset;
    const warnings = [
      ...unknownAttributeWarnings(settings),
      ...unsupportedLocaleWarning(settings),
      ...fixUnreadableColours(chat),
    ];
    for (const warning of warnings) {
      if (!warned.has(warning)) warn(warning);
      warned.add(warning);
    }
  }

  /** Copies onto our tag what another run of it says; that makes records of our tag. */
  function copyFromOtherRun({ target, attributeName }: MutationRecord): boolean {
    if (target === script || !(target instanceof HTMLElement) || !attributeName?.startsWith('data-')) return false;
    const value = target.getAttribute(attributeName);
    if (value === null) script.removeAttribute(attributeName);
    else if (value !== script.getAttribute(attributeName)) script.setAttribute(attributeName, value);
    return true;
  }

  function applyLoad(): void {
    const { load = '' } = script.dataset;
    const loadWidget = () => void chat.loadWidget().catch(() => {});
    launcher.onpointerenter = launcher.onfocus = load === 'manual' ? null : loadWidget;
    if (load === 'eager') loadWidget();
    else if (load === 'idle') (window.requestIdleCallback ?? setTimeout)(() => signal.aborted || loadWidget());
  }

  return {
    apply,
    /** Does what the tag says of the start, which the loader leaves to us. */
    applyAtStart(): void {
      if (script.dataset.load) applyLoad();
      if (script.dataset.open === 'true' && panel.hidden) openByAttribute();
    },
    /** Applies changed attributes of the tag, or of another run of it. */
    onChange(records: readonly MutationRecord[]): void {
      const names = records.filter((record) => !copyFromOtherRun(record)).map(({ attributeName }) => attributeName);
      if (!names.length) return;
      chat.widget?.update?.();
      apply();
      if (names.includes('data-load')) applyLoad();
      if (!names.includes('data-open')) return;
      if (script.dataset.open === 'true') openByAttribute();
      else if (script.dataset.open !== 'restore') close();
    },
    /** For the verbs `hide` and `show`. */
    setHidden(hides: boolean): void {
      if (isHidden !== hides) fire(hides ? 'hide' : 'show', {});
      isHidden = hides;
      apply();
    },
  };
}
