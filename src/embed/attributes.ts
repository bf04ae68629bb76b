/** The script tag's attributes as `dataset` names (design, Script tag). The first three are required. */
export const attributes =
  'organizationId deploymentId queue apiBase skills language priority name firstName lastName email phone avatar form consent endOn storage theme position locale open load id'.split(
    ' ',
  );

/** Families of attributes whose names go on freely: `data-field-*` and `data-text-*`. */
export const attributeFamilies = /^(field|text)[A-Z]/;
