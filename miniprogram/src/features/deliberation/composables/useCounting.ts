/** 点票: asking for the rows of a named vote, confirming for the other body, looking at them. Nothing of them is kept. */
import { ref, shallowRef } from 'vue'
import { saveFile } from '@/composables/useFile'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { askForRows, confirmOpening, exportRows, lookAtRows } from '../api'
import type { BallotRow, OwnOpening, PollResult } from '../types'

export const LEAST_REASON = 10

export function useCounting(id: () => string, changed: (result: PollResult) => void) {
  const session = useSession()
  const ground = ref<OwnOpening['ground'] | ''>('')
  const reason = ref('')
  const rows = shallowRef<BallotRow[]>([])
  const next = ref<string | null>(null)

  const asking = useTask(async () => {
    if (!ground.value) return
    changed(await askForRows(session.base, id(), { ground: ground.value, reason: reason.value.trim() }))
    ground.value = reason.value = ''
  })
  const confirming = useTask(async (opening: OwnOpening) => changed(await confirmOpening(session.base, id(), opening.id)))
  const looking = useTask(async (opening: OwnOpening, more: boolean) => {
    if (!more) rows.value = []
    const page = await lookAtRows(session.base, id(), opening.id, more ? next.value : null)
    rows.value = [...rows.value, ...page.items]
    next.value = page.next
  })
  const exporting = useTask(async (opening: OwnOpening) => saveFile(`poll-${id()}.csv`, await exportRows(session.base, id(), opening.id)))

  /** Once the sheet is closed no choice stays in memory. */
  function forget(): void {
    rows.value = []
    next.value = null
  }

  return { ground, reason, rows, next, asking, confirming, looking, exporting, forget }
}
