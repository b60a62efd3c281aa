/** The desk's board: all figures, and who has signed on to help. */
import { computed } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { type Building, type EmergencyPage, readEmergency, readVolunteers, type Volunteer } from '../api'

export function useBoard(id: () => string) {
  const session = useSession()
  const known = useSubject<{ page: EmergencyPage, volunteers: Volunteer[] }>(async () => {
    const [page, read] = await Promise.all([readEmergency(session.base, id()), readVolunteers(session.base, id())])
    return { page, volunteers: read.items }
  })

  /** Where most doors are still to be knocked at comes first; who needs help before everything. */
  const buildings = computed<Building[]>(() => [...known.subject.value?.page.buildings ?? []]
    .sort((one, other) => other.help - one.help || other.silent - one.silent))
  const total = computed<Building>(() => buildings.value.reduce((sum, one) => ({
    ...sum, homes: sum.homes + one.homes, safe: sum.safe + one.safe, help: sum.help + one.help, away: sum.away + one.away, silent: sum.silent + one.silent,
  }), { id: null, name: '合计', homes: 0, safe: 0, help: 0, away: 0, silent: 0 }))
  return { ...known, buildings, total }
}
