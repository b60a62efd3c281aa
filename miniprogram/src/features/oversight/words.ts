/** The acts on an order, as they are asked about; a copy of a ledger's head in a line. */
import type { Act } from '@/composables/useActs'
import { sayDay } from '@/composables/useTime'
import type { LedgerCopy } from './api'

const LEAST = 10
const MOST = 500

export const ACTS: Record<string, Act> = {
  answer: {
    name: '答复', act: '送出答复', consequence: '答复送督查员，留在这件督查的记录里，不改变议题的办理。',
    reason: { label: '答复内容', placeholder: '原因是什么，什么时候办，今后怎样避免', least: LEAST, most: MOST },
  },
  close: {
    name: '办结', act: '办结这件督查', consequence: '督查到此结束，全部记录保留。',
    reason: { label: '办结意见', placeholder: '核实的情况和结论', least: LEAST, most: MOST },
  },
  issue: {
    name: '发出督查', act: '发出', consequence: '发给本社区党组织和居委会，须在规定的时限内答复。督查不改变任何议题。',
    reason: { label: '督查事项', placeholder: '请对方说明什么，或者尽快办什么', least: LEAST, most: MOST },
  },
}

/** How an agreement looks beside its word. */
export const TONES: Record<string, 'green' | 'clock' | 'plain'> = { same: 'green', differs: 'clock', none: 'plain' }

/** 「11月24日存证 · 第 57 条 · 链头 3f9a01c4」: as many digits as one compares over the telephone. */
export function sayCopy(copy: LedgerCopy): string {
  if (!copy.day || !copy.hash) return '链头每天公布一次，公布后会存到这里'
  const kept = `${sayDay(copy.day)}存证`
  return copy.seq ? `${kept} · 第 ${copy.seq} 条 · 链头 ${copy.hash.slice(0, 8)}` : `${kept} · 台账还是空的`
}
