/** A platform that remembers what was asked of it and answers as each test says. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, vi } from 'vitest'
import { connect } from '@/api/http'
import { forgetPages } from '@/composables/usePage'

export interface Asked { url: string, method: string, data?: string, header: Record<string, string> }
type Reply = { statusCode: number, data: unknown, header?: Record<string, string> } | 'offline'

export const asked: Asked[] = []
export const storage = new Map<string, string>()
const replies: Reply[] = []

/** Queues the next answers of the server; without one the network is down. */
export const answer = (...next: Reply[]): void => void replies.push(...next)
export const ok = (data: unknown, statusCode = 200): Reply => ({ statusCode, data })
export const lastAsked = (): Asked => asked[asked.length - 1]!

interface Call extends Asked { success: (reply: unknown) => void, fail: (reason: unknown) => void }

function reply(call: Call): void {
  asked.push(call)
  const next = replies.shift() ?? 'offline'
  queueMicrotask(() => next === 'offline' ? call.fail({}) : call.success(next))
}

beforeEach(() => {
  asked.length = replies.length = 0
  storage.clear()
  forgetPages()
  setActivePinia(createPinia())
  connect({ base: '/api/v1', token: () => '', expired: () => undefined })
  vi.stubGlobal('uni', {
    request: vi.fn(reply),
    uploadFile: vi.fn((call: Call) => {
      reply({ ...call, method: 'UPLOAD' })
      return { onProgressUpdate: (hear: (at: { progress: number }) => void) => hear({ progress: 50 }) }
    }),
    getStorageSync: (name: string) => storage.get(name) ?? '',
    setStorageSync: (name: string, value: string) => storage.set(name, value),
    removeStorageSync: (name: string) => storage.delete(name),
    reLaunch: vi.fn(),
    navigateTo: vi.fn(),
    switchTab: vi.fn(),
    showToast: vi.fn(),
    showModal: vi.fn(),
    chooseImage: vi.fn(),
  })
  vi.stubGlobal('getCurrentPages', () => [])
})
