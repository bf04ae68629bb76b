/** Paths on a 24 px grid for `Icon`. */
export const icons = {
  back: 'M15 5l-7 7 7 7',
  info: 'M12 11v5M12 8v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  cobrowse: 'M3 5h18v12H3zM8 21h8M12 17v4M9 9l6 2.2-2.7 1L11 15z',
  screen: 'M3 5h18v12H3zM8 21h8M12 17v4M12 14V8M9.5 10.5L12 8l2.5 2.5',
  transfer: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  end: 'M6 6l12 12M18 6L6 18',
  bell: 'M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7zM10 20.5h4',
  bellOff: 'M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7zM10 20.5h4M4 4l16 16',
  history: 'M12 8v4l3 2M4.5 9A8 8 0 1 1 4 12M4 5v4h4',
  chats: 'M5 5h14v11h-8l-4 3v-3H5z',
  send: 'M5 12h13M12 5l7 7-7 7',
} as const;
