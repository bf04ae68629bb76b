/** What a route takes and answers with success; who may call it. */
export type OperationDoc<Model> = {
  /** Or the permission it takes. */
  caller: 'staff' | 'anyone' | `${string}:${string}`;
  status: 200 | 202 | 204;
  takes?: Model;
  answers?: Model;
  query?: { readonly entries: object };
};
