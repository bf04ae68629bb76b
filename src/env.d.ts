/** A stylesheet as text, minified in builds. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}

/** A stylesheet that the bundler links (the console's). */
declare module '*.css';

/** The content hash of loader and widget: the `<build>` of `/porchlight/<build>/…`. Known to the loader only. */
declare const __PORCHLIGHT_BUILD__: string;

/** The widget chunk's `sha384-…`, or an empty string where there is no build. Known to the loader only. */
declare const __PORCHLIGHT_WIDGET_INTEGRITY__: string;

/** The wire client's `sha384-…`, or an empty string where there is no build. Known to the widget only. */
declare const __PORCHLIGHT_CHAT_INTEGRITY__: string;

/** The name of the file that a page's tag names. Known to the loader only. */
declare const __PORCHLIGHT_FILE__: string;

/** The hash of `later.js`, or an empty string where there is no build. Known to the widget only. */
declare const __PORCHLIGHT_LATER_INTEGRITY__: string;

/** Where the words of other languages are: in files beside the widget's, in the sources, or nowhere. Known to the widget only. */
declare const __PORCHLIGHT_LANGUAGES__: 'files' | 'sources' | 'none';

/** The hash of `page.js`, or an empty string where there is no build. Known to the loader only. */
declare const __PORCHLIGHT_PAGE_INTEGRITY__: string;
