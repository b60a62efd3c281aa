/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMetaEnv {
  /** Where the mini-program finds the server, such as https://example.org/api/v1; H5 uses its own origin. */
  readonly VITE_API_BASE?: string
}
