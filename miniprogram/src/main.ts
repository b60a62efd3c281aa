import * as Pinia from 'pinia'
import { createSSRApp } from 'vue'
import { connect } from '@/api/http'
import { useSession } from '@/session'
import { apiBase } from '@/session/platform'
import App from './App.vue'

export function createApp() {
  const app = createSSRApp(App)
  app.use(Pinia.createPinia())
  const session = useSession()
  connect({ base: apiBase, token: () => session.token, expired: session.expire })
  return { app, Pinia }
}
