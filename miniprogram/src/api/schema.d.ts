/** Written by `npm run gen:api` from openapi.json; do not edit. */
export interface paths {}
export interface components {
  schemas: Record<string, never>
}
