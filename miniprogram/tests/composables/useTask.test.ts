import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/http'
import { useTask } from '@/composables/useTask'

describe('useTask', () => {
  it('keeps the failure in plain words until the next try', async () => {
    const action = vi.fn<() => Promise<void>>()
      .mockRejectedValueOnce(new ApiError(409, 'gate_closed', '还差 2 户附议'))
      .mockResolvedValueOnce(undefined)
    const task = useTask(action)
    expect(await task.run()).toBe(false)
    expect([task.failure, task.code]).toEqual(['还差 2 户附议', 'gate_closed'])
    expect(await task.run()).toBe(true)
    expect([task.failure, task.code]).toEqual(['', ''])
  })

  it('runs once for two quick taps', async () => {
    const action = vi.fn(() => Promise.resolve())
    const task = useTask(action)
    await Promise.all([task.run(), task.run()])
    expect(action).toHaveBeenCalledOnce()
  })

  it('does not swallow a mistake of our own, and is free again after it', async () => {
    const task = useTask(() => Promise.reject(new TypeError('ours')))
    await expect(task.run()).rejects.toThrow('ours')
    expect(task.busy).toBe(false)
  })
})
