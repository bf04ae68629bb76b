/** The documentation of a route: who may call it, and what it takes and answers with success. */
export type OperationDoc<Model> = {
  /** Any staff member, anyone, or the permission that is required. */
  caller: 'staff' | 'anyone' | `${string}:${string}`;
  status: 200 | 202 | 204;
  takes?: Model;
  answers?: Model;
  query?: { readonly entries: object };
};

/** Documentation of a route that answers a model. */
export function answering<Model>(answers: Model, more: Partial<OperationDoc<Model>> = {}): OperationDoc<Model> {
  return { caller: 'staff', status: 200, answers, ...more };
}

/** Documentation of a route that takes a model and answers 202 without a body. */
export function accepting<Model>(takes: Model): OperationDoc<Model> {
  return { caller: 'staff', status: 202, takes };
}

/** Documentation of a route that answers 204. */
export function emptyAnswer<Model>(caller: OperationDoc<Model>['caller'] = 'staff'): OperationDoc<Model> {
  return { caller, status: 204 };
}
