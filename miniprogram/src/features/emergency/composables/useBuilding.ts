/** One building, door by door, for those who knock: who has not answered, and writing down what was heard. */
import { computed, ref } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type Answer, type Home, readHomes, recordAnswer } from '../api'

export const SHOWN = [{ key: 'silent', name: '还没应答' }, { key: 'help', name: '需要帮助' }, { key: '', name: '全部' }]

export interface Stairwell { name: string, homes: Home[] }

export function useBuilding(id: () => string, building: () => string) {
  const session = useSession()
  const page = useSubject(() => readHomes(session.base, id(), building()))
  const showing = ref('silent')
  const fits = (home: Home) => showing.value === '' || (home.said?.answer ?? 'silent') === showing.value

  /** By stairwell in the order of the doors; where doors are numbered without one, all together. */
  const stairwells = computed<Stairwell[]>(() => {
    const found = new Map<string, Home[]>()
    for (const home of (page.subject.value?.items ?? []).filter(fits))
      found.set(home.stairwell, [...found.get(home.stairwell) ?? [], home])
    return [...found].map(([name, homes]) => ({ name, homes }))
  })

  const recording = useTask(async (home: string, answer: Answer) => {
    await recordAnswer(session.base, id(), home, answer)
    await page.refresh()
  })
  return { ...page, showing, stairwells, recording }
}
