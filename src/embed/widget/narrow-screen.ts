/** Where the panel covers the screen; the stylesheets say the same. */
export const narrow = '(max-width: 480px), (max-height: 480px)';
