/** The rules of procedure of a community, group by group, and one of them opened with its history. */
import { computed, ref } from 'vue'
import { usePage } from '@/composables/usePage'
import { useSubject } from '@/composables/useSubject'
import { useSession } from '@/session'
import { readChanges, readSettings } from '../api'
import type { Setting, SettingChange } from '../types'

export function useSettings() {
  const group = ref('')
  /** The heading that was asked for comes first among the filters, where it is seen. */
  const wanted = ref('')
  const chosen = ref('')

  const session = useSession()
  const page = useSubject<Setting[]>(() => readSettings(session.base))
  const items = computed(() => page.subject.value ?? [])
  const names = computed(() => [...new Set(items.value.map(one => one.group))])
  const filters = computed(() => [{ key: '', name: '全部' }, ...names.value.map(name => ({ key: name, name }))]
    .sort((one, other) => Number(other.key === wanted.value) - Number(one.key === wanted.value)))
  const groups = computed(() => names.value
    .filter(name => !group.value || name === group.value)
    .map(name => ({ name, items: items.value.filter(one => one.group === name) })))

  const item = computed(() => items.value.find(one => one.key === chosen.value))
  const history = usePage<SettingChange>(after => readChanges(session.base, chosen.value, after), () => `settings/${chosen.value}`)

  const enter = (name: string) => (group.value = wanted.value = name)

  async function show(key: string): Promise<void> {
    chosen.value = key
    await history.restart()
  }
  const close = () => (chosen.value = '')

  /** Takes the rule as the server answers it after a change. */
  function changed(one: Setting): void {
    page.subject.value = items.value.map(old => old.key === one.key ? one : old)
    close()
  }

  return { ...page, group, enter, filters, groups, item, history, show, close, changed }
}
