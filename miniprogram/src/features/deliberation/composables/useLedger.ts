/** The public ledger of the gates: its summary, its rows newest first, and one action picked out. */
import { computed, ref, shallowRef } from 'vue'
import type { Page } from '@/api/http'
import { useMember } from '@/composables/useMember'
import { usePage } from '@/composables/usePage'
import { readLedger, readLedgerSummary } from '../api'
import type { LedgerRow, LedgerSummary } from '../types'

/** Enough rows to fill a screen before the reader has to ask for more. */
const SCREENFUL = 10
const ALL = ''

type ReadRows = (after?: string) => Promise<Page<LedgerRow>>

/** Reads on until a screen of the wanted rows is there or the ledger ends. */
export async function gather(read: ReadRows, wanted: (row: LedgerRow) => boolean, after?: string): Promise<Page<LedgerRow>> {
  const items: LedgerRow[] = []
  let next: string | null | undefined = after
  do {
    const page = await read(next ?? undefined)
    items.push(...page.items.filter(wanted))
    next = page.next
  } while (next && items.length < SCREENFUL)
  return { items, next: next ?? null }
}

export function useLedger() {
  const action = ref(ALL)
  const summary = shallowRef<LedgerSummary>()
  const rows = usePage<LedgerRow>(
    cursor => gather(after => readLedger(session.base, after), row => !action.value || row.action_name === action.value, cursor),
    () => `ledger ${session.base} ${action.value}`,
  )
  const member = useMember(async () => {
    const [read] = await Promise.all([readLedgerSummary(session.base), rows.refresh()])
    summary.value = read
  })
  const session = member.session

  const filters = computed(() => [
    { key: ALL, name: '全部' },
    ...(summary.value?.counts ?? []).map(one => ({ key: one.action_name, name: `${one.action_name} ${one.count}` })),
  ])
  const total = computed(() => (summary.value?.counts ?? []).reduce((sum, one) => sum + one.count, 0))

  async function pick(next: string): Promise<void> {
    if (next === action.value) return
    action.value = next
    await rows.restart()
  }

  const state = computed(() => member.state.value === 'ready' && !summary.value ? 'loading' : member.state.value)
  return { action, filters, pick, summary, total, rows, state, failure: member.failure, open: member.open }
}
