/** Types of the server's JSON, by the name of its schema. Written from openapi.json, so that a drift fails the build. */
import type { components } from './schema'

/** The generator says of a nullable object that it may also be an empty one; the server never sends that. */
type Tidy<T> = T extends readonly (infer Item)[]
  ? Tidy<Item>[]
  : T extends object
    ? T extends Record<string, never> ? never : { [Key in keyof T]: Tidy<T[Key]> }
    : T

export type Schema<Name extends keyof components['schemas']> = Tidy<components['schemas'][Name]>
