import { fileURLToPath } from 'node:url'
import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
import { nothingForeign } from './build/nothingForeign'

// Under "type": "module" the default export of the CommonJS plugin arrives wrapped.
const plugin = (uni as unknown as { default?: typeof uni }).default ?? uni

export default defineConfig({
  plugins: [plugin(), nothingForeign()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:5000' } },
})
