/** Offers a text as a file. Made here: no service is asked, so it works offline too. */
export function saveFile(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  // The byte order mark makes old editors read it as UTF-8.
  const mark = type === 'text/plain' ? '\ufeff' : '';
  link.href = URL.createObjectURL(new Blob([mark, text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  // Safari reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 40_000);
}
