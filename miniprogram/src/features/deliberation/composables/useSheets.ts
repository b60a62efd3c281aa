/** The sheets of a poll that are still to be printed, all of them at once: a printer takes them in one go. */
import { computed } from 'vue'
import { canPrint, drawing, printPage } from '@/composables/useFile'
import { useSubject } from '@/composables/useSubject'
import { sayDate } from '@/composables/useTime'
import { useSession } from '@/session'
import { type PaperSheets, readSheets } from '../desk'

export interface Only { building_id?: string, serial?: string }

async function readAll(base: string, poll: string, only: Only): Promise<PaperSheets> {
  const first = await readSheets(base, poll, only)
  const items = [...first.items]
  for (let next = first.next; next;) {
    const more = await readSheets(base, poll, { ...only, after: next })
    items.push(...more.items)
    next = more.next
  }
  return { ...first, items, next: null }
}

export function useSheets(id: () => string, only: () => Only) {
  const session = useSession()
  const read = useSubject(() => readAll(session.base, id(), only()))
  const page = read.subject
  const until = computed(() => page.value ? sayDate(page.value.closes_at) : '')
  const sheets = computed(() => (page.value?.items ?? []).map(one => ({ ...one, picture: one.code ? drawing(one.code) : '' })))
  return { ...read, page, sheets, until, canPrint, print: printPage }
}
