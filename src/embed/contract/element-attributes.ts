import type { AttributeName, AttributeValue, Dashed } from './attributes.ts';
import type { EventDetails, EventName } from './events.ts';

/** The attributes of `<porchlight-chat>`: the tag's without `data-`, and `inline`. */
export type WrittenAttributes = {
  [Name in Exclude<AttributeName, 'open'> as Dashed<Name>]?: AttributeValue<Name> | undefined;
} & {
  /** True by being there. */
  open?: AttributeValue<'open'> | boolean | '' | undefined;
  /** In the page's flow, with the site's own size. */
  inline?: boolean | '' | undefined;
  /** Custom fields for the agent. */
  [field: `field-${string}`]: string | number | undefined;
  /** Replaces a text of ours. */
  [text: `text-${string}`]: string | number | undefined;
};

type Listener<Name extends EventName> = (event: CustomEvent<EventDetails[Name]>) => void;

/** Listeners as React and Preact write them: `onporchlight:message`. */
export type WrittenListeners = { [Name in EventName as `onporchlight:${Name}`]?: Listener<Name> | undefined };

/** As Vue writes them: `@porchlight:message` in templates, `onPorchlight:message` in JSX. */
export type VueListeners = { [Name in EventName as `onPorchlight:${Name}`]?: Listener<Name> | undefined };

/** The tag's settings by their `dataset` names; anything else in it is ignored. */
export type PorchlightConfig = { src?: string | undefined } & {
  [Name in AttributeName]?: AttributeValue<Name> | (Name extends 'open' ? boolean : never) | undefined;
} & {
  [field: `field${string}`]: string | number | undefined;
  [text: `text${string}`]: string | number | undefined;
};

/** Its events bubble, so they stand in the event maps of every element. */
export type PorchlightChatElement = HTMLElement;

declare global {
  interface HTMLElementTagNameMap {
    'porchlight-chat': PorchlightChatElement;
  }
  interface Window {
    porchlightConfig?: PorchlightConfig;
  }
}
