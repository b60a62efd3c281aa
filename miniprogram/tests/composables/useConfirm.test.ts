import { describe, expect, it, vi } from 'vitest'
import { confirm } from '@/composables/useConfirm'

const dialog = () => vi.mocked(uni.showModal as (options: UniApp.ShowModalOptions) => void)
const question = { title: '公布结果', consequence: '公布后不能修改。', act: '公布结果' }

describe('confirm', () => {
  it('puts the act itself on the button', async () => {
    dialog().mockImplementation(options => options.success?.({ confirm: true, cancel: false, errMsg: '' }))
    expect(await confirm(question)).toBe(true)
    expect(dialog().mock.calls[0]![0]).toMatchObject({ confirmText: '公布结果', content: '公布后不能修改。' })
  })

  it('takes a dialog that could not open for a no', async () => {
    dialog().mockImplementation(options => options.fail?.({ errMsg: '' }))
    expect(await confirm(question)).toBe(false)
  })

  it('refuses words that WeChat would not show', () => {
    expect(() => confirm({ ...question, act: '确认公布结果' })).toThrow(RangeError)
  })
})
