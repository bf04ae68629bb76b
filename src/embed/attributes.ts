/** The script tag's attributes as `dataset` names (design, Script tag). The first three are required. */
export const attributes =
  'organizationId deploymentId queue apiBase skills language priority name firstName lastName email phone avatar memberAuthToken form locale theme position launcher open load endOn storage consent showOn hideOn global id'.split(
    ' ',
  );

/** Families of attributes whose names go on freely: `data-field-*` and `data-text-*`. */
export const attributeFamilies = /^(field|text)[A-Z]/;
