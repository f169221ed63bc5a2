/** Properties of a configuration under Taipy's names. */
export type Given = Readonly<Record<string, unknown>>;

/** One option of a storage type: the property that it becomes, and its value when it is not given. */
export interface OptionRow<Type = unknown, Required extends boolean = boolean> {
  /** Taipy's name. */
  readonly property: string;
  readonly required: Required;
  readonly defaultValue: Type | undefined;
  /** Kept in the configuration alone: views show `***`. */
  readonly secret?: boolean;
  /** Kept in the configuration's `functions`: properties are data. */
  readonly isFunction?: boolean;
  /** A class, which is kept with the functions, or the name of a form, which is a property. */
  readonly mayBeClass?: boolean;
  /** The only texts that the option may have. */
  readonly oneOf?: readonly string[];
}

/** A property with a wrong value, and the message for the developer. */
export interface Problem {
  readonly property: string;
  readonly value: unknown;
  readonly message: string;
  /** What was ignored until now must not keep an application from its start. */
  readonly isWarning?: boolean;
}

/** The part of a data node config that the rules of a storage type read. */
export interface Checked {
  readonly id: string;
  readonly properties: Given;
  readonly functions?: Readonly<Record<string, unknown>>;
}

export const optional = <Type>(property: string, defaultValue?: Type): OptionRow<Type, false> => ({
  property,
  required: false,
  defaultValue,
});

export const required = <Type>(property: string): OptionRow<Type, true> => ({
  property,
  required: true,
  defaultValue: undefined,
});

export const secret = <Type>(property: string): OptionRow<Type, false> => ({
  ...optional<Type>(property),
  secret: true,
});

/** A function or a class of the application. */
export const functionOption = <Type, Required extends boolean>(
  property: string,
  isRequired: Required,
): OptionRow<Type, Required> => ({ property, required: isRequired, isFunction: true, defaultValue: undefined });

/** Those of the named properties that have no value. */
export const missingOf = (properties: Given, names: readonly string[]): readonly string[] =>
  names.filter((name) => (properties[name] ?? null) === null);
