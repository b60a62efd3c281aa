import { describe, expect, it } from 'vitest'
import { useOrders } from '@/features/oversight/composables/useOrders'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const order = (id: string, more = {}) => ({
  id, kind: 'gate_overdue', kind_name: '超时未把关', state: 'open', state_name: '待答复', addressed_to: 'gate',
  addressed_name: '社区党组织、居委会', text: '请尽快把关', steps: [], verbs: [], topic: null, estate: null, ...more,
})
const page = (...items: unknown[]) => ({ items, next: null, may_issue: true })

async function opened() {
  signedIn()
  const orders = useOrders()
  says(page(order('5')))
  await orders.open()
  return orders
}

describe('supervision orders', () => {
  it('begin with those that are not closed', async () => {
    const orders = await opened()
    expect(lastAsked().url).toContain('state=open')
    expect([orders.list.items.map(one => one.id), orders.mayIssue.value]).toEqual([['5'], true])
  })

  it('are answered in words, and the list is read again', async () => {
    const orders = await opened()
    orders.ask('answer', '5')
    expect(orders.act.value?.act).toBe('送出答复')
    says(order('5', { state: 'answered' }), page())
    await orders.sending.run('书记外出学习，明天上午办理')
    expect(orders.act.value).toBeUndefined()
    expect(orders.list.items).toEqual([])
  })

  it('keep what was written when the server refuses it', async () => {
    const orders = await opened()
    orders.ask('close', '5')
    refuses('text_required', '请写明内容，至少 10 个字')
    await orders.sending.run('已办')
    expect(orders.act.value?.name).toBe('办结')
    expect(orders.sending.failure).toBe('请写明内容，至少 10 个字')
  })

  it('are issued with the usual days to answer in', async () => {
    const orders = await opened()
    orders.ask('issue')
    says(order('6', { kind: 'manual' }), page(order('6')))
    await orders.sending.run('请说明本月各议题的把关情况')
    expect(orders.list.items.map(one => one.id)).toEqual(['6'])
  })

  it('start over with another state', async () => {
    const orders = await opened()
    says(page())
    await orders.pick('closed')
    expect(lastAsked().url).toContain('state=closed')
    expect(orders.state.value).toBe('empty')
  })
})
