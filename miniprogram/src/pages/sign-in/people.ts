/** The demo people of the sandbox, by community, so that anybody can look through each pair of eyes. */
import { computed, ref, shallowRef } from 'vue'
import { ApiError, request } from '@/api/http'
import type { ListState } from '@/composables/usePage'
import type { DemoPerson } from '@/session'

const communityOf = (person: DemoPerson) => person.community || '还没有入住'

export function usePeople() {
  const people = shallowRef<DemoPerson[]>([])
  const state = ref<ListState>('loading')
  const failure = ref('')

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
      state.value = error.status === 404 ? 'empty' : error.offline ? 'offline' : 'error'
    }
  }

  const groups = computed(() => {
    const names = [...new Set(people.value.map(communityOf))]
    return names.map(name => ({ name, people: people.value.filter(person => communityOf(person) === name) }))
  })
  /** One community picked out of many; empty shows all. */
  const only = ref('')
  const choices = computed(() => [{ key: '', name: '全部' }, ...groups.value.map(({ name }) => ({ key: name, name }))])
  const shown = computed(() => groups.value.filter(group => !only.value || group.name === only.value))
  return { groups, only, choices, shown, state, failure, load }
}
