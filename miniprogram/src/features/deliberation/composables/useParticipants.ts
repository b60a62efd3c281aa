/** Who took part in a counted poll: read when somebody wants to see it. */
import { ref } from 'vue'
import { usePage } from '@/composables/usePage'
import { useSession } from '@/session'
import { readParticipants } from '../api'
import type { Participant } from '../types'

export function useParticipants(id: () => string) {
  const session = useSession()
  const list = usePage<Participant>(cursor => readParticipants(session.base, id(), cursor), () => `participants ${id()} ${session.base}`)
  const shown = ref(false)

  async function show(): Promise<void> {
    shown.value = true
    await list.refresh()
  }

  return { list, shown, show }
}
