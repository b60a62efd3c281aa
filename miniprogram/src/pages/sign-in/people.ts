/** The demo people of the sandbox, by community, so that anybody can look through each pair of eyes. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError, request } from '@/api/http'
import { brokenBy, type ListState } from '@/composables/usePage'
import type { DemoPerson } from '@/session'

/** A community shows this many until its list is unfolded. */
const FIRST = 6

/** All other roles are offices. */
const RESIDENTS = ['业主', '家庭成员', '租客', '离乡村民', '访客']

const NOWHERE = '还没有入住'
const communityOf = (person: DemoPerson) => person.community || NOWHERE

/** One of each role first, so that every pair of eyes is within reach; offices before residents. */
function rolesFirst(people: DemoPerson[]): DemoPerson[] {
  const roles = new Map([...people].reverse().map(person => [person.role, person]))
  const rank = (person: DemoPerson) =>
    (roles.get(person.role) === person ? 0 : 2) + (RESIDENTS.includes(person.role) ? 1 : 0)
  return [...people].sort((one, other) => rank(one) - rank(other))
}

export interface Group { name: string, people: DemoPerson[], more: number }

export function usePeople() {
  const people = shallowRef<DemoPerson[]>([])
  const state = ref<ListState>('loading')
  const failure = ref('')
  const sought = ref('')
  const unfolded = ref<string[]>([])

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      people.value = (await request<{ items: DemoPerson[] }>('GET', '/sandbox/people')).items
      state.value = people.value.length ? 'ready' : 'empty'
    }
    catch (error) {
      if (!(error instanceof ApiError)) throw error
      failure.value = error.message
      // Outside the sandbox the list does not exist; that is no fault to report.
      state.value = error.status === 404 ? 'empty' : brokenBy(error)
    }
  }

  const found = computed(() => {
    const words = sought.value.trim().split(/\s+/)
    return people.value.filter((person) => {
      const said = `${communityOf(person)} ${person.name} ${person.role} ${person.note}`
      return words.every(word => said.includes(word))
    })
  })
  /** Who looks for somebody sees all that fit. */
  const groups = computed<Group[]>(() => [...new Set(found.value.map(communityOf))].map((name) => {
    const all = rolesFirst(found.value.filter(person => communityOf(person) === name))
    const whole = sought.value.trim() !== '' || unfolded.value.includes(name)
    return { name, people: whole ? all : all.slice(0, FIRST), more: whole ? 0 : Math.max(0, all.length - FIRST) }
  }))
  const unfold = (name: string): void => void unfolded.value.push(name)

  return { sought, groups, unfold, state, failure, load }
}
