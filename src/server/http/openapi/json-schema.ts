import type { GenericSchema } from 'valibot';

export type JsonSchema = Record<string, unknown>;

/** The parts of a valibot schema that are converted; its other checks only narrow it further. */
type Node = {
  type: string;
  entries?: Record<string, Node>;
  item?: Node;
  value?: Node;
  options?: unknown[];
  literal?: unknown;
  wrapped?: Node;
  pipe?: Node[];
  requirement?: unknown;
};

/** Converts a schema's input to JSON Schema. Leaves out checks that JSON Schema cannot express. */
export function jsonSchemaOf(schema: GenericSchema): JsonSchema {
  return convert(schema as unknown as Node);
}

function convert(node: Node): JsonSchema {
  if (node.pipe) return piped(node.pipe);
  switch (node.type) {
    case 'object':
    case 'loose_object':
      return objectOf(node.entries ?? {});
    case 'array':
      return { type: 'array', items: convert(node.item ?? { type: 'unknown' }) };
    case 'record':
      return { type: 'object', additionalProperties: convert(node.value ?? { type: 'unknown' }) };
    case 'optional':
    case 'nullish':
    case 'nullable':
      return convert(node.wrapped ?? { type: 'unknown' });
    case 'picklist':
      return { type: 'string', enum: node.options };
    case 'literal':
      return { const: node.literal };
    case 'union':
      return { anyOf: (node.options ?? []).map((option) => convert(option as Node)) };
    case 'string':
    case 'number':
    case 'boolean':
      return { type: node.type };
    default:
      return {};
  }
}

/** A pipe's schema together with the constraints of the checks after it. */
function piped(pipe: Node[]): JsonSchema {
  const schemas = pipe.map((part) => (part.pipe ? piped(part.pipe) : { ...convert(part), ...constraint(part) }));
  return Object.assign({}, ...schemas.map((part) => part));
}

function constraint({ type, requirement }: Node): JsonSchema {
  switch (type) {
    case 'uuid':
      return { format: 'uuid' };
    case 'iso_timestamp':
      return { format: 'date-time' };
    case 'max_length':
      return { maxLength: requirement };
    case 'non_empty':
      return { minLength: 1 };
    case 'safe_integer':
    case 'integer':
      return { type: 'integer' };
    default:
      return {};
  }
}

function objectOf(entries: Record<string, Node>): JsonSchema {
  const required = Object.entries(entries).flatMap(([name, { type }]) =>
    ['optional', 'nullish', 'undefined'].includes(type) ? [] : [name],
  );
  const properties = Object.fromEntries(Object.entries(entries).map(([name, node]) => [name, convert(node)]));
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}
