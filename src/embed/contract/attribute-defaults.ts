/** The values of attributes that are not given, by `dataset` name. */
export const attributeDefaults: Readonly<Record<string, string>> = {
  form: 'name',
  consent: 'off',
  endOn: 'button',
  storage: 'session',
  locale: 'auto',
  theme: 'auto',
  position: 'bottom-end',
  launcher: 'bubble',
  open: 'false',
  load: 'interaction',
  global: 'Porchlight',
};
