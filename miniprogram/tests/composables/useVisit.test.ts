import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useVisit } from '@/composables/useVisit'

const hooks = vi.hoisted(() => new Map<string, () => unknown>())
vi.mock('@dcloudio/uni-app', () => ({
  onShow: (run: () => unknown) => hooks.set('show', run),
  onReachBottom: (run: () => unknown) => hooks.set('bottom', run),
  onPullDownRefresh: (run: () => unknown) => hooks.set('pull', run),
}))

const stopped = vi.fn()

beforeEach(() => {
  hooks.clear()
  stopped.mockClear()
  uni.stopPullDownRefresh = stopped
})

describe('useVisit', () => {
  it('reads when the page comes on screen and goes on at its end', async () => {
    const [open, more] = [vi.fn(async () => undefined), vi.fn()]
    useVisit(open, more)
    await hooks.get('show')!()
    hooks.get('bottom')!()
    expect([open.mock.calls.length, more.mock.calls.length]).toEqual([1, 1])
  })

  it('asks nothing at the end of a page that has one', () => {
    useVisit(async () => undefined)
    expect(hooks.has('bottom')).toBe(false)
  })

  it('lets a pulled page go back only when it has been read', async () => {
    let read = () => {}
    useVisit(() => new Promise<void>((done) => { read = done }))
    const pulled = hooks.get('pull')!() as Promise<void>
    expect(stopped).not.toHaveBeenCalled()
    read()
    await pulled
    expect(stopped).toHaveBeenCalledOnce()
  })

  it('lets a pulled page go back although it could not be read', async () => {
    useVisit(() => Promise.reject(new Error('down')))
    await expect(hooks.get('pull')!()).rejects.toThrow('down')
    expect(stopped).toHaveBeenCalledOnce()
  })
})
