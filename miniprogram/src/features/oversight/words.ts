/** The acts on an order, as they are asked about. */
import type { Act } from '@/composables/useActs'

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
