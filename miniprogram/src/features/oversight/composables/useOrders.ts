/** Supervision orders: the list, and what the reader may do with each. */
import { computed, ref } from 'vue'
import type { Act } from '@/composables/useActs'
import { useMemberList } from '@/composables/useMemberList'
import { useTask } from '@/composables/useTask'
import { type Order, type OrderState, issueOrder, readOrders, stepOrder } from '../api'
import { ACTS } from '../words'

/** In working days; the server knows the bounds. */
const ANSWER_DAYS = 3

export const FILTERS = [{ key: 'open', name: '未办结' }, { key: 'closed', name: '已办结' }, { key: 'all', name: '全部' }]

export function useOrders() {
  const showing = ref<OrderState>('open')
  const mayIssue = ref(false)
  const { session, list, state, failure, stranger, open } = useMemberList<Order>(async (base, cursor) => {
    const page = await readOrders(base, showing.value, cursor)
    mayIssue.value = page.may_issue
    return page
  }, () => `orders ${showing.value}`)

  const asking = ref<{ verb: string, id: string }>()
  const act = computed<Act | undefined>(() => asking.value && ACTS[asking.value.verb])
  const sending = useTask(async (text: string) => {
    const { verb, id } = asking.value!
    if (verb === 'issue') await issueOrder(session.base, { text, days: ANSWER_DAYS })
    else await stepOrder(session.base, id, { verb, text })
    asking.value = undefined
    await list.restart()
  })

  async function pick(next: string): Promise<void> {
    if (next === showing.value) return
    showing.value = next as OrderState
    await list.restart()
  }

  const ask = (verb: string, id = '') => (asking.value = { verb, id })
  const close = () => (asking.value = undefined)
  return { list, state, failure, stranger, open, showing, pick, mayIssue, act, ask, close, sending }
}
