/** Whatever a page comes to want of its chat is exported here, and fetched by the loader. */
export const pageIsHere = true;
