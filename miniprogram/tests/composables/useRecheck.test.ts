import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { beingChecked, useRecheck } from '@/composables/useRecheck'
import { offlineError } from '@/api/error'

describe('what was just sent', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function sending(read = vi.fn(() => Promise.resolve())) {
    const waiting = ref('')
    useRecheck(() => waiting.value, read)
    const send = async (names: string) => {
      waiting.value = names
      await nextTick()
    }
    return { read, send }
  }

  it('is read again once, a moment later', async () => {
    const { read, send } = sending()
    await send('5')
    await vi.advanceTimersByTimeAsync(1000)
    expect(read).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(read).toHaveBeenCalledOnce()
  })

  it('is not read again when it was told meanwhile', async () => {
    const { read, send } = sending()
    await send('5')
    await send('')
    await vi.runAllTimersAsync()
    expect(read).not.toHaveBeenCalled()
  })

  it('is read again once more for a second one', async () => {
    const { read, send } = sending()
    await send('5')
    await vi.runAllTimersAsync()
    await send('5 6')
    await vi.runAllTimersAsync()
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('is left alone when the reader went on to another page', async () => {
    const { read, send } = sending()
    vi.stubGlobal('getCurrentPages', () => ['post'])
    await send('5')
    vi.stubGlobal('getCurrentPages', () => ['post', 'mine'])
    await vi.runAllTimersAsync()
    expect(read).not.toHaveBeenCalled()
  })

  it('says nothing when the network is gone: nobody asked', async () => {
    const { read, send } = sending(vi.fn(() => Promise.reject(offlineError())))
    await send('5')
    await vi.runAllTimersAsync()
    expect(read).toHaveBeenCalledOnce()
  })

  it('is named by what is being checked only', () => {
    expect(beingChecked({ id: '1', state: 'published' }, undefined, { id: '2', state: 'checking' }, { id: '3', state: 'checking' })).toBe('2 3')
    expect(beingChecked({ id: '1', state: 'held' })).toBe('')
  })
})
