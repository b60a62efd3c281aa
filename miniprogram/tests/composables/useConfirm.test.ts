import { describe, expect, it, vi } from 'vitest'
import { confirm } from '@/composables/useConfirm'

const question = { title: '公布结果', consequence: '公布后不能修改。', act: '公布结果' }

describe('confirm', () => {
  it('puts the act itself on the button', async () => {
    vi.mocked(uni.showModal).mockImplementation(({ success }: { success?: (answer: never) => void }) => success?.({ confirm: true } as never))
    expect(await confirm(question)).toBe(true)
    expect(vi.mocked(uni.showModal).mock.calls[0]![0]).toMatchObject({ confirmText: '公布结果', content: '公布后不能修改。' })
  })

  it('takes a dialog that could not open for a no', async () => {
    vi.mocked(uni.showModal).mockImplementation(({ fail }: { fail?: (answer: never) => void }) => fail?.({} as never))
    expect(await confirm(question)).toBe(false)
  })

  it('refuses words that WeChat would not show', () => {
    expect(() => confirm({ ...question, act: '确认公布结果' })).toThrow(RangeError)
  })
})
