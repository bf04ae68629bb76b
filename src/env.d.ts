/** A stylesheet as text, minified in builds. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}

/** The content hash of loader and widget: the `<build>` of `/porchlight/<build>/…`. */
declare const __PORCHLIGHT_BUILD__: string;

/** The widget chunk's `sha384-…`, or an empty string where there is no build. */
declare const __PORCHLIGHT_WIDGET_INTEGRITY__: string;
